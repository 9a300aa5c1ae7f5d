import type { Engine } from '../../core/engine.ts';
import type { ProductUnderTest } from './product.ts';
import type { Story } from './story.ts';

/** Let a case stand still: the engine forgets who handles it while the order waits to be taken, so the step after it has nobody. */
export async function standStill(product: ProductUnderTest, engine: Engine, story: Story): Promise<void> {
  await story.reach('take');
  const [row] = await product.rows<{ instance_key: string }>(
    'select instance_key from cases where case_id = $1',
    [story.caseId],
  );
  await engine.setVariables(row!.instance_key, { handlerGroup: null });
  await story.perform('take');
}
