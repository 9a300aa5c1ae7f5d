import { rows, type Db } from './db.ts';

/**
 * The resulting schema as readable text (migrations/schema.sql): tables with columns, constraints, indexes, policies,
 * triggers, then functions; sorted, so that two equal schemas give the same text. The embedded Postgres brings no
 * pg_dump, and its text would change with every release.
 */
export async function schemaText(owner: Db): Promise<string> {
  const tables = await rows<{ name: string; secured: boolean }>(
    owner,
    `select relname as name, relrowsecurity as secured from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'public' and c.relkind = 'r' and relname not like 'schema_migration%' order by relname`,
  );
  const parts = [
    '-- The schema that migrations/*.ts make, as text. Compared in migrations/schema.db.test.ts; do not edit.',
  ];
  for (const table of tables) parts.push(await tableText(owner, table.name, table.secured));
  parts.push(...(await functionTexts(owner)));
  return `${parts.join('\n\n')}\n`;
}

async function tableText(owner: Db, table: string, secured: boolean): Promise<string> {
  const list = async (sql: string) =>
    (await rows<{ line: string }>(owner, sql, { table: `public.${table}` })).map((row) => row.line);
  const columns = await list(
    `select '  ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || case when a.attnotnull then ' not null' else '' end
       || case when a.attidentity <> '' then ' generated always as identity' else coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '') end as line
     from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
     where a.attrelid = cast(:table as regclass) and a.attnum > 0 and not a.attisdropped order by a.attnum`,
  );
  const constraints = await list(
    `select '  constraint ' || conname || ' ' || pg_get_constraintdef(oid) as line from pg_constraint
     where conrelid = cast(:table as regclass) and contype <> 'n' order by conname`,
  );
  const indexes = await list(
    `select pg_get_indexdef(i.indexrelid) || ';' as line from pg_index i
     where i.indrelid = cast(:table as regclass) and not exists (select 1 from pg_constraint c where c.conindid = i.indexrelid) order by 1`,
  );
  const policies = await list(
    `select 'create policy ' || polname || ' for ' || case polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' else 'delete' end
       || coalesce(' using ' || pg_get_expr(polqual, polrelid), '') || coalesce(' with check ' || pg_get_expr(polwithcheck, polrelid), '') || ';' as line
     from pg_policy where polrelid = cast(:table as regclass) order by polname`,
  );
  const triggers = await list(
    `select pg_get_triggerdef(oid) || ';' as line from pg_trigger where tgrelid = cast(:table as regclass) and not tgisinternal order by tgname`,
  );
  const grants = await list(
    `select 'grant ' || string_agg(lower(privilege_type), ', ' order by privilege_type) || ' to bihuan_app;' as line
     from information_schema.role_table_grants where grantee = 'bihuan_app' and 'public.' || table_name = :table group by table_name`,
  );
  return [
    `create table ${table} (`,
    [...columns, ...constraints].join(',\n'),
    ');',
    ...(secured ? [`alter table ${table} enable row level security;`] : []),
    ...indexes,
    ...policies,
    ...triggers,
    ...grants,
  ].join('\n');
}

async function functionTexts(owner: Db): Promise<string[]> {
  const found = await rows<{ line: string }>(
    owner,
    `select pg_get_functiondef(p.oid) as line from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where n.nspname = 'public' and p.prolang <> (select oid from pg_language where lanname = 'c')
       and not exists (select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e') order by proname`,
  );
  return found.map((row) => row.line.trimEnd());
}
