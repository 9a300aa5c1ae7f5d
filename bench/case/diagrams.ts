import { readFileSync } from 'node:fs';
import { asSystem, type Db } from '../../core/db.ts';
import type { Engine } from '../../core/engine.ts';
import type { FormSchema } from '../../core/forms/types.ts';

export type Shape = 'bench-two' | 'bench-one';

/** User tasks of a shape, in order. */
export const USER_TASKS: Record<Shape, number> = { 'bench-two': 2, 'bench-one': 1 };

export const diagram = (shape: Shape): string =>
  readFileSync(new URL(`./${shape}.bpmn`, import.meta.url), 'utf8');
const form = () => JSON.parse(readFileSync(new URL('./bench.form', import.meta.url), 'utf8')) as FormSchema;

/** Deploy the bench shapes beside the shipped processes, with their form, as the product keeps versions. */
export async function deployShapes(db: Db, engine: Engine, brokerEpoch: string): Promise<void> {
  const shapes: Shape[] = ['bench-two', 'bench-one'];
  const made = await engine.deploy(shapes.map((shape) => ({ name: `${shape}.bpmn`, bpmn: diagram(shape) })));
  await asSystem(db, async (trx) => {
    for (const definition of made)
      await trx.raw(
        `insert into definition_version (process, version, broker_epoch, definition_key, hash, bpmn, forms, deployed_by, deployed_at)
         values (?, ?, ?, ?, 'bench', ?, ?, 'bench', now()) on conflict do nothing`,
        [
          definition.process,
          definition.version,
          brokerEpoch,
          definition.definitionKey,
          diagram(definition.process as Shape),
          JSON.stringify({ 'bench.form': form() }),
        ],
      );
  });
}

/** About 1 kB of what a clerk fills in. */
export const FORM_DATA = {
  description: '沿街商铺疏散通道堆放杂物,消防栓被遮挡,现场已拍照取证,要求立即清理并设置禁止堆放标识。'.repeat(
    4,
  ),
  category: '消防设施与疏散通道',
  decision: 'agree',
  opinion: '经核查情况属实,同意按程序办理,请承办单位按期整改并反馈。'.repeat(6),
};
