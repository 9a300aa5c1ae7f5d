import { Button } from 'antd';
import type { PointerEvent, ReactNode } from 'react';
import { useEffect, useRef, useState } from 'react';

const HEIGHT = 180;
const INK = '#111827';

/** A pad to sign on; hands over a PNG. Kept plain: strokes are drawn as they come, nothing is stored between. */
export function SignaturePad({
  onDone,
  onCancel,
}: {
  onDone: (png: Blob) => void;
  onCancel: () => void;
}): ReactNode {
  const ref = useRef<HTMLCanvasElement>(null);
  const [empty, setEmpty] = useState(true);
  useEffect(() => {
    const canvas = ref.current;
    if (!canvas) return;
    const scale = Math.min(2, window.devicePixelRatio || 1);
    canvas.width = canvas.clientWidth * scale;
    canvas.height = HEIGHT * scale;
    clear(canvas, scale);
  }, []);
  const pen = (): CanvasRenderingContext2D | null => ref.current?.getContext('2d') ?? null;
  const down = (event: PointerEvent<HTMLCanvasElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId);
    const p = pen();
    p?.beginPath();
    p?.moveTo(event.nativeEvent.offsetX, event.nativeEvent.offsetY);
    p?.lineTo(event.nativeEvent.offsetX + 0.1, event.nativeEvent.offsetY);
    p?.stroke();
    setEmpty(false);
  };
  const move = (event: PointerEvent<HTMLCanvasElement>): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const p = pen();
    p?.lineTo(event.nativeEvent.offsetX, event.nativeEvent.offsetY);
    p?.stroke();
  };
  const wipe = (): void => {
    if (ref.current) clear(ref.current, ref.current.width / ref.current.clientWidth);
    setEmpty(true);
  };
  return (
    <div className="bh-pad">
      <canvas
        ref={ref}
        style={{ height: HEIGHT }}
        role="img"
        aria-label="签名区，请用手指、笔或鼠标书写"
        onPointerDown={down}
        onPointerMove={move}
      />
      <div className="row">
        <Button
          type="primary"
          disabled={empty}
          onClick={() => ref.current?.toBlob((png) => png && onDone(png), 'image/png')}
        >
          确认签名
        </Button>
        <Button disabled={empty} onClick={wipe}>
          清除
        </Button>
        <Button onClick={onCancel}>取消</Button>
      </div>
    </div>
  );
}

/** White ground (a transparent one prints black in some viewers) and a pen in CSS pixels. */
function clear(canvas: HTMLCanvasElement, scale: number): void {
  const p = canvas.getContext('2d');
  if (!p) return;
  p.setTransform(scale, 0, 0, scale, 0, 0);
  p.fillStyle = '#fff';
  p.fillRect(0, 0, canvas.width, canvas.height);
  p.strokeStyle = INK;
  p.lineWidth = 2.6;
  p.lineCap = 'round';
  p.lineJoin = 'round';
}
