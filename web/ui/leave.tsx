import { Modal } from 'antd';
import { saveAll, signOut, type OnlyHere } from './sign.ts';

/** 退出: what can be saved is saved first; what would be lost is named, and the person decides. */
export async function leave(account: string): Promise<void> {
  const here = await saveAll(account);
  if (here.drafts + here.secrets + here.files === 0) return signOut(account);
  Modal.confirm({
    title: titleOf(here),
    content: adviceOf(here),
    okText: '仍要退出',
    okButtonProps: { danger: true },
    cancelText: '返回',
    autoFocusButton: 'cancel',
    onOk: () => signOut(account),
  });
}

/** A draft that is saved but for the reporter's data must not be called unsaved. */
function titleOf({ drafts, secrets, files }: OnlyHere): string {
  const unsaved = [drafts > 0 ? `${drafts} 份草稿` : '', files > 0 ? `${files} 个文件` : ''].filter(Boolean);
  const told = secrets > 0 ? `${secrets} 份表单里的举报人信息尚未提交` : '';
  if (unsaved.length === 0) return `有 ${told}`;
  return `有 ${unsaved.join('、')}尚未保存到服务器${told === '' ? '' : `，${told}`}`;
}

function adviceOf({ drafts, secrets, files }: OnlyHere): string {
  const advice = [
    drafts + files > 0
      ? '退出后会从这台设备上清除，无法找回。网络恢复后可先打开表单，等“草稿已保存”、文件传完再退出。'
      : '表单的其他内容已存为草稿，退出后还在。',
    secrets > 0 ? '举报人信息只有提交才会保存，退出后要重新填写。' : '',
  ];
  return advice.join('');
}
