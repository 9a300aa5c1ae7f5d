import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { now } from '../../clock.ts';
import { at } from '../../format.ts';
import { Icon } from '../../icons.tsx';
import { useMe } from '../../session.tsx';
import type { FieldProps } from '../bridge.ts';
import { named } from '../bridge.ts';
import { GoingList } from './going-list.tsx';
import { SignaturePad } from './signature-pad.tsx';
import { useUploads } from './uploads.ts';

type Signed = { sha256: string } | { account: string; signedAt: string };

function signedOf(value: unknown): Signed | null {
  if (typeof value !== 'object' || value === null) return null;
  return 'sha256' in value || 'account' in value ? (value as Signed) : null;
}

/** A signature as it stands: the drawing, or whose registered signature and when. */
function SignedView({ signed, name }: { signed: Signed; name: string }): ReactNode {
  if ('sha256' in signed)
    return <img className="bh-signature" src={`/api/files/${signed.sha256}?inline=1`} alt="手写签名" />;
  return (
    <p className="bh-value">
      登记签名：<strong>{name}</strong> <span className="num soft">{at(signed.signedAt)}</span>
    </p>
  );
}

/** 签名: drawn with finger, pen or mouse, or the registered signature of who is logged in; the other side's is drawn. */
export function Signature({ value, onChange, readonly, disabled, domId, field }: FieldProps): ReactNode {
  const me = useMe();
  const signed = signedOf(value);
  const [drawing, setDrawing] = useState(false);
  const { going, send, forget } = useUploads({ domId, field }, ({ sha256 }) =>
    onChange({ value: { sha256 } }),
  );
  const keep = (png: Blob): void => {
    setDrawing(false);
    send(new File([png], '签名.png', { type: 'image/png' }), () => Promise.resolve({}));
  };
  const nameOf = (s: Signed): string =>
    'account' in s && s.account === me.account ? me.name : 'account' in s ? s.account : '';
  if (readonly || disabled)
    return signed ? (
      <SignedView signed={signed} name={nameOf(signed)} />
    ) : (
      <p className="bh-value soft">未签名</p>
    );
  if (signed) {
    return (
      <div className="row">
        <SignedView signed={signed} name={nameOf(signed)} />
        <Button
          id={domId}
          aria-label={named(field, '重签')}
          size="small"
          onClick={() => onChange({ value: null })}
        >
          重签
        </Button>
      </div>
    );
  }
  return (
    <div className="bh-sign">
      {drawing ? <SignaturePad onDone={keep} onCancel={() => setDrawing(false)} /> : null}
      <GoingList going={going} forget={forget} />
      {drawing || going.length > 0 ? null : (
        <div className="row">
          <Button
            id={domId}
            aria-label={named(field, '手写签名')}
            icon={<Icon name="pen" size={16} />}
            onClick={() => setDrawing(true)}
          >
            手写签名
          </Button>
          {field.properties?.otherSide ? (
            <span className="soft">请把设备交给对方，由其本人签名</span>
          ) : (
            <Button
              onClick={() => onChange({ value: { account: me.account, signedAt: now().toISOString() } })}
            >
              使用登记签名（{me.name}）
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
