import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { maxBytes } from '../core/gate/index.ts';

/** At most one byte more than the gate takes, from a plain file only: a pipe or device could go on for ever. */
export function readBounded(file: string): Uint8Array {
  const handle = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    if (!fstatSync(handle).isFile()) throw Object.assign(new Error('not a file'), { code: 'EISDIR' });
    const buffer = new Uint8Array(maxBytes + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < buffer.length; length += read)
      read = readSync(handle, buffer, length, buffer.length - length, null);
    return buffer.subarray(0, length);
  } finally {
    closeSync(handle);
  }
}

/** Why a file can't be opened, by the system's code. */
export const unreadable: Record<string, string> = {
  ENOENT: '没有这个文件',
  EISDIR: '这不是一个普通文件',
  EACCES: '没有读取这个文件的权限',
  EPERM: '没有读取这个文件的权限',
  ENAMETOOLONG: '文件名太长',
};
