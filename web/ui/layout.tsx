import type { ReactNode } from 'react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { at, counted } from './format.ts';
import { now } from './clock.ts';
import { Icon } from './icons.tsx';
import type { IconName } from './icons.tsx';
import { CLOCK_MOVED, useLive } from './live.ts';
import { useMe } from './session.tsx';
import { signOut } from './sign.ts';
import { OfflineBar, WeChatBar } from './notice-bars.tsx';
import { useGet } from './query.ts';
import type { Capped, Me } from './types.ts';
import './layout.css';

// Only a demo needs them.
const RoleSwitcher = lazy(() => import('../session/role-switcher.tsx'));
const SampleBar = lazy(() => import('../sample/sample-bar.tsx'));

interface Entry {
  href: string;
  title: string;
  short: string;
  icon: IconName;
  match: (path: string) => boolean;
}

/** The desks that this person may open; administrators and auditors have no inbox. */
function entries(me: Me): Entry[] {
  const all: (Entry | false)[] = [
    me.can.work && {
      href: '/inbox',
      title: '我的待办',
      short: '待办',
      icon: 'inbox',
      match: (p) => p.startsWith('/inbox') || p.startsWith('/tasks'),
    },
    me.can.work && {
      href: '/cases',
      title: '案件',
      short: '案件',
      icon: 'cases',
      match: (p) => p.startsWith('/cases'),
    },
    me.can.createCases.length > 0 && {
      href: '/new',
      title: '新建',
      short: '新建',
      icon: 'add',
      match: (p) => p.startsWith('/new'),
    },
    me.can.readAll && {
      href: '/audit',
      title: '闭环审计',
      short: '审计',
      icon: 'audit',
      match: (p) => p.startsWith('/audit') || (!me.can.work && p.startsWith('/cases')),
    },
    me.can.registers && {
      href: '/registers',
      title: '台账',
      short: '台账',
      icon: 'register',
      match: (p) => p.startsWith('/registers'),
    },
    me.can.operate && {
      href: '/admin',
      title: '运行维护',
      short: '运维',
      icon: 'admin',
      match: (p) => p.startsWith('/admin'),
    },
  ];
  return all.filter((entry) => entry !== false);
}

/** Where a person starts: staff at the inbox, auditors at the register, operators at their page. */
export function homeOf(me: Me): string {
  if (me.can.work) return '/inbox';
  if (me.can.readAll) return '/audit';
  return me.can.operate || !me.can.registers ? '/admin' : '/registers';
}

/** The installation's time, shown only where it can differ from the wall clock (demo, test). */
function DemoClock(): ReactNode {
  const [text, setText] = useState(() => at(now().toISOString()));
  useEffect(() => {
    const tick = (): void => setText(at(now().toISOString()));
    const timer = setInterval(tick, 20_000);
    window.addEventListener(CLOCK_MOVED, tick);
    return () => {
      clearInterval(timer);
      window.removeEventListener(CLOCK_MOVED, tick);
    };
  }, []);
  return (
    <span className="demo-clock num" title="演示时钟（北京时间）">
      <span className="demo-word">演示时钟</span> {text}
    </span>
  );
}

function Nav({ me, place }: { me: Me; place: 'top' | 'bottom' }): ReactNode {
  const [path] = useLocation();
  const counts = useGet<{ todo: Capped; overdue: Capped }>(me.can.work ? '/tasks/counts' : null);
  return (
    <nav className={`nav nav-${place}`} aria-label={place === 'top' ? '主菜单' : '底部菜单'}>
      {entries(me).map((entry) => (
        <Link key={entry.href} href={entry.href} aria-current={entry.match(path) ? 'page' : undefined}>
          <Icon name={entry.icon} />
          <span>{place === 'top' ? entry.title : entry.short}</span>
          {entry.href === '/inbox' && counts.data && counts.data.todo.count > 0 ? (
            <span className="nav-count num">
              {counted(counts.data.todo)}
              <span className="visually-hidden">件待办</span>
            </span>
          ) : null}
        </Link>
      ))}
    </nav>
  );
}

/** Header, menu (top on a desk, bottom on a phone) and the page itself. */
export function Layout({ children }: { children: ReactNode }): ReactNode {
  const me = useMe();
  useLive();
  return (
    <div className="shell">
      <a className="skip" href="#main">
        跳到正文
      </a>
      <header className="top no-print">
        <Link href={homeOf(me)} className="brand" aria-label="闭环 首页">
          <img src={new URL('./icon.svg', import.meta.url).href} alt="" width="24" height="24" />
          <span>闭环</span>
        </Link>
        <Nav me={me} place="top" />
        <div className="who">
          {me.mode === 'production' ? null : <DemoClock />}
          <span className="who-name" title={`${me.unitName} ${me.post ?? ''}`}>
            {me.name}
            <span className="who-post"> · {me.unitName}</span>
          </span>
          {me.mode === 'demo' ? (
            <Suspense>
              <RoleSwitcher me={me} />
            </Suspense>
          ) : null}
          <button type="button" className="plain-button" onClick={() => void signOut()}>
            退出
          </button>
        </div>
      </header>
      <OfflineBar />
      <WeChatBar />
      {me.mode === 'demo' ? (
        <Suspense>
          <SampleBar me={me} />
        </Suspense>
      ) : null}
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <Nav me={me} place="bottom" />
    </div>
  );
}
