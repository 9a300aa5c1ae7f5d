import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useRef, useState } from 'react';
import { size } from '../../format.ts';
import { Icon } from '../../icons.tsx';
import { inWeChat } from '../../wechat.ts';
import type { FieldProps } from '../bridge.ts';
import { named } from '../bridge.ts';
import { GoingList } from './going-list.tsx';
import { refusedByName } from './kinds.ts';
import { useUploads } from './uploads.ts';

const MOST = 20;
const BIGGEST = 50 * 1024 * 1024;

interface Attached {
  sha256: string;
  name: string;
}

function filesOf(value: unknown): Attached[] {
  return Array.isArray(value) ? (value as Attached[]).filter((f) => typeof f?.sha256 === 'string') : [];
}

/** 附件: any papers; each is a link to what is stored. */
export function Files({ value, onChange, readonly, disabled, domId, field }: FieldProps): ReactNode {
  const files = filesOf(value);
  const latest = useRef(files);
  latest.current = files;
  const input = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState('');
  const set = (next: Attached[]): void => {
    latest.current = next;
    onChange({ value: next });
  };
  const { going, send, forget } = useUploads({ domId, field }, (stored) => {
    if (latest.current.some((f) => f.sha256 === stored.sha256)) return setSaid('这个文件已经在了');
    set([...latest.current, { sha256: stored.sha256, name: stored.name.slice(0, 200) }]);
  });
  const most = Math.min(field.properties?.maxItems ?? MOST, MOST);
  const wanted = field.properties?.['accept'] === 'recording' ? 'recording' : 'any';
  const add = (list: FileList | null): void => {
    setSaid('');
    for (const file of [...(list ?? [])].slice(0, most - latest.current.length - going.length)) {
      const refused = refusedByName(file.name, wanted);
      if (refused) setSaid(`${file.name} 没有上传：${refused}`);
      else if (file.size > BIGGEST) setSaid(`${file.name} 超过 ${size(BIGGEST)}，没有上传`);
      else send(file, async () => ({ wanted }));
    }
  };
  const fixed = readonly || disabled;
  if (fixed && files.length === 0) return <p className="bh-value soft">没有文件</p>;
  return (
    <div className="bh-file-field">
      {files.length > 0 ? (
        <ul className="bh-files">
          {files.map((f) => (
            <li key={f.sha256}>
              <Icon name="file" size={16} />
              <a href={`/api/files/${f.sha256}`} download={f.name}>
                {f.name || f.sha256.slice(0, 12)}
              </a>
              {fixed ? null : (
                <Button
                  size="small"
                  aria-label={`移除 ${f.name}`}
                  onClick={() => set(latest.current.filter((x) => x.sha256 !== f.sha256))}
                >
                  移除
                </Button>
              )}
            </li>
          ))}
        </ul>
      ) : null}
      <GoingList going={going} forget={forget} />
      {fixed || files.length + going.length >= most ? null : (
        <>
          <Button
            id={domId}
            aria-label={named(field, '添加文件')}
            icon={<Icon name="file" size={16} />}
            onClick={() => input.current?.click()}
          >
            添加文件
          </Button>
          <input
            ref={input}
            type="file"
            hidden
            multiple={!inWeChat()}
            tabIndex={-1}
            onChange={(event) => {
              add(event.target.files);
              event.target.value = '';
            }}
          />
        </>
      )}
      {said ? (
        <p className="bh-said" role="alert">
          {said}
        </p>
      ) : null}
    </div>
  );
}
