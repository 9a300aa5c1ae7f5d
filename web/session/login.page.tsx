import { Button, Input } from 'antd';
import type { FormEvent, ReactNode } from 'react';
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { asProblem, Problem } from '../ui/http.ts';
import { signIn } from '../ui/sign.ts';
import { useDemo } from './demo.ts';
import type { Demo } from './demo.ts';
import { LoginDemo } from './login-demo.tsx';
import './login.css';

/** Log-in page: account and password; in a demo also its people, by their part in a case, and the sample cases. */
export default function LoginPage({ onDone }: { onDone: () => void }): ReactNode {
  const [account, setAccount] = useState('');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const [, go] = useLocation();
  const demo = useDemo();
  useEffect(() => {
    document.title = '登录 · 闭环';
  }, []);
  const logIn = async (who: string, word: string, to?: string): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      if (to !== undefined) go(to);
      await signIn(who, word);
      onDone();
    } catch (error) {
      setProblem(asProblem(error));
      setBusy(false);
    }
  };
  /** One press logs in where the password is known, else it fills in the account. */
  const pick = ({ password: known }: Demo, who: string, to?: string): void => {
    setAccount(who);
    if (known !== null) return void logIn(who, known, to ?? '/');
    document.getElementById('password')?.focus();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!account.trim() || !password) return setProblem(new Problem(0, { title: '请填写账号和密码' }));
    void logIn(account.trim(), password);
  };
  return (
    <main className={demo ? 'login login-demo' : 'login'}>
      <section className="login-box card">
        <h1>
          <img src={new URL('../ui/icon.svg', import.meta.url).href} alt="" width="30" height="30" /> 闭环
        </h1>
        <p className="soft">
          应急管理案件办理与闭环审计：一件事从登记、派单、核查、整改到销号，谁办、几时到期、凭什么结案，步步可查。
        </p>
        <form onSubmit={submit} noValidate>
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
          <Button type="primary" htmlType="submit" loading={busy} block>
            登录
          </Button>
        </form>
      </section>
      {demo ? <LoginDemo demo={demo} onPick={(who, to) => pick(demo, who, to)} /> : null}
    </main>
  );
}
