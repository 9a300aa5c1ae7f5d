import { Button, Input } from 'antd';
import type { FormEvent, ReactNode } from 'react';
import { useEffect, useState } from 'react';
import { asProblem, request } from '../ui/http.ts';
import type { Problem } from '../ui/http.ts';
import { signIn } from '../ui/sign.ts';
import type { DemoAccount } from '../ui/types.ts';
import { DemoPicker } from './demo-picker.tsx';
import './login.css';

interface Demo {
  accounts: DemoAccount[];
  password: string | null;
}

/** The demo district's people, or null where the installation is no demo (the server then answers 404). */
async function readDemo(): Promise<Demo | null> {
  try {
    return await request<Demo>('/session/demo', { quiet401: true });
  } catch {
    return null;
  }
}

/** Log-in page: account and password; in a demo also the list of its people. */
export default function LoginPage({ onDone }: { onDone: () => void }): ReactNode {
  const [account, setAccount] = useState('');
  const [password, setPassword] = useState('');
  const [demo, setDemo] = useState<Demo | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    document.title = '登录 · 闭环';
    void readDemo().then(setDemo);
  }, []);
  const submit = async (event?: FormEvent): Promise<void> => {
    event?.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await signIn(account.trim(), password);
      onDone();
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <main className={demo ? 'login login-demo' : 'login'}>
      <section className="login-box card">
        <h1>
          <img src={new URL('../ui/icon.svg', import.meta.url).href} alt="" width="30" height="30" /> 闭环
        </h1>
        <p className="soft">应急管理案件办理与闭环审计</p>
        <form onSubmit={(event) => void submit(event)} noValidate>
          <label htmlFor="account">账号</label>
          <Input
            id="account"
            autoFocus
            autoComplete="username"
            maxLength={64}
            spellCheck={false}
            autoCapitalize="none"
            value={account}
            onChange={(e) => setAccount(e.target.value)}
          />
          <label htmlFor="password">密码</label>
          <Input.Password
            id="password"
            autoComplete="current-password"
            maxLength={200}
            value={password}
            onChange={(e) => setPassword(e.target.value)}
          />
          {problem ? (
            <p className="note bad" role="alert">
              {problem.title}
              {problem.detail ? <span className="login-detail">{problem.detail}</span> : null}
            </p>
          ) : null}
          <Button
            type="primary"
            htmlType="submit"
            loading={busy}
            disabled={!account.trim() || !password}
            block
          >
            登录
          </Button>
        </form>
      </section>
      {demo ? (
        <DemoPicker
          accounts={demo.accounts}
          hasPassword={demo.password !== null}
          chosen={account}
          onPick={(picked) => {
            setAccount(picked);
            if (demo.password !== null) setPassword(demo.password);
          }}
        />
      ) : null}
    </main>
  );
}
