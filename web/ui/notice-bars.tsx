import type { ReactNode } from 'react';
import { useEffect, useRef, useState } from 'react';
import { useOnline } from './offline.ts';
import { queryClient } from './query.ts';
import { inWeChat } from './wechat.ts';

/** Kept for the tab: it was read. */
const WECHAT_READ = 'bihuan.wechat-read';

/** Said while there is no network; when it is back, what is shown is read again. */
export function OfflineBar(): ReactNode {
  const online = useOnline();
  const was = useRef(online);
  useEffect(() => {
    if (online && !was.current) void queryClient.invalidateQueries();
    was.current = online;
  }, [online]);
  if (online) return null;
  return (
    <p className="offline-bar note warn no-print" role="status">
      没有网络。打开过的任务可以继续填写，内容和照片存在本机；网络恢复后照片自动上传，再点“提交”。
    </p>
  );
}

/** What WeChat's own browser cannot do, and how to get out of it. */
export function WeChatBar(): ReactNode {
  const [closed, setClosed] = useState(() => sessionStorage.getItem(WECHAT_READ) !== null);
  if (!inWeChat() || closed) return null;
  const close = (): void => {
    sessionStorage.setItem(WECHAT_READ, 'yes');
    setClosed(true);
  };
  return (
    <p className="offline-bar note warn no-print row-between" role="note">
      <span>微信里不能下载文书和附件，照片一次只能选一张。要下载请点右上角“…”，选择“在浏览器中打开”。</span>
      <button type="button" className="plain-button" onClick={close}>
        知道了
      </button>
    </p>
  );
}
