import type { Command } from 'commander';

const SHAPES = ['bench-two', 'bench-one'] as const;

/** Adds `bihuan bench NAME`: measurements for bench/README.md, each on a fresh installation of its own. */
export function register(program: Command): void {
  program
    .command('bench')
    .description(
      '测量:case(办案吞吐与延迟)、inbox(待办列表)、lists(案件列表)、audit(审计链的代价)、patrol(大型巡查与页面)',
    )
    .argument('<name>', 'case | inbox | lists | audit | patrol')
    .option('--seconds <n>', '每一档测量的秒数', '20')
    .option('--shape <id>', `案件形状:${SHAPES.join(' | ')}(默认两种都测)`)
    .option('--json', '以 JSON 输出')
    .action(run);
}

async function run(
  name: string,
  options: { seconds: string; shape?: string; json?: boolean },
): Promise<void> {
  const lines: string[] = [];
  const print = (line: string) => (options.json ? lines.push(line) : console.log(line));
  if (name === 'case') {
    const { benchCase } = await import('../bench/case/index.ts');
    const shapes = SHAPES.filter((shape) => options.shape === undefined || shape === options.shape);
    for (const shape of shapes) await benchCase(shape, Number(options.seconds), print);
  } else if (name === 'inbox') {
    const { benchInbox } = await import('../bench/inbox.ts');
    await benchInbox(print);
  } else if (name === 'lists') {
    const { benchLists } = await import('../bench/lists.ts');
    await benchLists(print);
  } else if (name === 'audit') {
    const { benchAudit } = await import('../bench/audit.ts');
    await benchAudit(print);
  } else if (name === 'patrol') {
    const { benchPatrol } = await import('../bench/patrol.ts');
    await benchPatrol(print);
  } else {
    console.error(`没有名为“${name}”的测量;可用:case、inbox、lists、audit、patrol`);
    process.exit(2);
  }
  if (options.json) console.log(JSON.stringify({ name, report: lines.join('\n') }));
  process.exit(0);
}
