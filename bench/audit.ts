import { randomUUID } from 'node:crypto';
import { act } from '../core/act.ts';
import { SYSTEM } from '../core/actor.ts';
import { asSystem, openDatabase, type Db, type Trx } from '../core/db.ts';
import { migrate } from '../core/migrate.ts';
import { startProduct } from '../runtime/product.ts';
import { table } from './stats.ts';

const WRITERS = 8;
const SECONDS = 6;
const ROUNDS = 3;

/**
 * `bench audit`: the cost of the hash chain. The same step transaction (outbox row, effect row, audit row), once with
 * a plain insert into an audit table without chain and once with `act`; in turn, durable commits, eight writers.
 */
export async function benchAudit(print: (line: string) => void): Promise<void> {
  const product = await startProduct({ broker: false, durable: true });
  const db = openDatabase(product.ownerDatabaseUrl, WRITERS);
  try {
    await migrate(db);
    await db.raw(
      `create table plain_audit (id bigint generated always as identity primary key, case_id uuid not null, at text, actor text, unit_id text, act text, subject text, body text)`,
    );
    const rates = { plain: [] as number[], chained: [] as number[] };
    for (let round = 0; round < ROUNDS; round += 1) {
      rates.plain.push(await rate(db, plain));
      rates.chained.push(await rate(db, chained));
    }
    const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    const [a, b] = [mean(rates.plain), mean(rates.chained)];
    print(
      table(
        ['audit row', 'transactions/s', 'against plain'],
        [
          ['plain insert', a.toFixed(0), '1.00'],
          ['chained per case', b.toFixed(0), (b / a).toFixed(2)],
        ],
      ),
    );
  } finally {
    await db.destroy();
    await product.stop();
  }
}

type Write = (trx: Trx, caseId: string) => Promise<unknown>;

const plain: Write = (trx, caseId) =>
  trx.raw(
    `insert into plain_audit (case_id, at, actor, unit_id, act, subject, body) values (?, ?, ?, ?, ?, ?, ?)`,
    [
      caseId,
      new Date(0).toISOString(),
      'system',
      'bihuan',
      'step.done',
      'bench',
      JSON.stringify({ name: '系统', after: { step: 1 } }),
    ],
  );
const chained: Write = (trx, caseId) =>
  act(trx, { caseId, actor: SYSTEM, act: 'step.done', subject: 'bench', after: { step: 1 } });

async function rate(db: Db, write: Write): Promise<number> {
  const end = performance.now() + SECONDS * 1_000;
  let done = 0;
  const writer = async () => {
    while (performance.now() < end) {
      const caseId = randomUUID();
      // Six steps of one case, as in a short case.
      for (let step = 0; step < 6; step += 1) {
        await asSystem(db, async (trx) => {
          await trx.raw(`insert into outbox (kind, payload) values ('bench', '{}')`);
          await trx.raw(
            `insert into job_effect (broker_epoch, job_key, type, output, at) values ('bench', ?, 'bench', '{}', now())`,
            [randomUUID()],
          );
          await write(trx, caseId);
        });
        done += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
  return done / SECONDS;
}
