import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useRef } from 'react';
import { Icon } from '../../icons.tsx';
import { inWeChat } from '../../wechat.ts';

/** A button that takes a picture (the phone's camera) or chooses some; `name` is what screen readers say. */
export function PickButton({
  id,
  label,
  name,
  camera = false,
  onPick,
}: {
  id: string;
  label: string;
  name: string;
  camera?: boolean;
  onPick: (files: FileList | null) => void;
}): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button
        id={id}
        aria-label={name}
        icon={<Icon name={camera ? 'camera' : 'file'} size={16} />}
        onClick={() => input.current?.click()}
      >
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        tabIndex={-1}
        accept="image/*"
        multiple={!camera && !inWeChat()}
        {...(camera ? { capture: 'environment' as const } : {})}
        onChange={(event) => {
          onPick(event.target.files);
          event.target.value = '';
        }}
      />
    </>
  );
}
