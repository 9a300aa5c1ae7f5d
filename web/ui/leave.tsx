import { Modal } from 'antd';
import { saveAll, signOut, type OnlyHere } from './sign.ts';

/** 退出: what can be saved is saved first; what would be lost is named, and the person decides. */
export async function leave(account: string): Promise<void> {
  const here = await saveAll(account);
  if (here.drafts + here.files === 0) return signOut(account);
  Modal.confirm({
    title: `${words(here)}尚未保存到服务器`,
    content:
      '退出后会从这台设备上清除，无法找回。网络恢复后可先打开表单，等“草稿已保存”、文件传完再退出；举报人信息只有提交才会保存。',
    okText: '仍要退出',
    okButtonProps: { danger: true },
    cancelText: '返回',
    autoFocusButton: 'cancel',
    onOk: () => signOut(account),
  });
}

const words = ({ drafts, files }: OnlyHere): string =>
  [
    '有',
    drafts > 0 ? `${drafts} 份草稿` : '',
    drafts > 0 && files > 0 ? '、' : '',
    files > 0 ? `${files} 个文件` : '',
  ]
    .filter(Boolean)
    .join(' ')
    .replace(' 、 ', '、');
