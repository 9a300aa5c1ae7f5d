import { Button, Input, Modal } from 'antd';
import type { FormEvent, ReactNode } from 'react';
import { useState } from 'react';
import { asProblem } from '../ui/http.ts';
import { SIGNED_IN } from '../ui/live.ts';
import { refresh } from '../ui/query.ts';
import { makeRoom, signIn } from '../ui/sign.ts';
import type { Me } from '../ui/types.ts';

/** Asks the same person's password again above the page, which keeps everything that was entered. */
export default function Relogin({ me, onDone }: { me: Me; onDone: () => void }): ReactNode {
  const [password, setPassword] = useState('');
  const [said, setSaid] = useState('');
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setSaid('');
    try {
      await signIn(me.account, password);
      window.dispatchEvent(new Event(SIGNED_IN));
      void refresh('/');
      onDone();
    } catch (error) {
      setSaid(asProblem(error).title);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      open
      title="登录已过期"
      footer={null}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      width={380}
    >
      <form className="relogin" onSubmit={(event) => void submit(event)}>
        <p>
          已填写的内容还在，重新登录后可以接着办。账号：
          <strong>{me.name}</strong>({me.account})
        </p>
        <label htmlFor="relogin-password">密码</label>
        <Input.Password
          id="relogin-password"
          autoFocus
          autoComplete="current-password"
          value={password}
          onChange={(e) => setPassword(e.target.value)}
        />
        {said ? (
          <p className="note bad" role="alert">
            {said}
          </p>
        ) : null}
        <div className="row-between">
          <Button onClick={() => void makeRoom().then(onDone)}>换账号登录</Button>
          <Button type="primary" htmlType="submit" loading={busy} disabled={!password}>
            重新登录
          </Button>
        </div>
      </form>
    </Modal>
  );
}
