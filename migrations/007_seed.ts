import { readFileSync } from 'node:fs';
import type { Knex } from 'knex';
import { readCsv, type CsvRow } from '../core/csv.ts';

const data = (name: string): CsvRow[] =>
  readCsv(readFileSync(new URL(`./data/${name}`, import.meta.url), 'utf8'));
const orNull = (text: string | undefined): string | null => (text ? text : null);

/** The demo district (units, firms, people without passwords, routing), legal pack v1, the calendar 2020–2026. */
export async function up(knex: Knex): Promise<void> {
  await seedOrganisation(knex);
  await seedLaw(knex);
}

async function seedOrganisation(knex: Knex): Promise<void> {
  const units = data('org.csv');
  const parentOf = new Map(units.map((row) => [row.unit_id!, orNull(row.parent_id)]));
  const path = (id: string): string => {
    const parent = parentOf.get(id);
    return parent ? `${path(parent)}/${id}` : id;
  };
  // Parents first, so that the foreign key holds row by row.
  const sorted = [...units].sort(
    (a, b) => path(a.unit_id!).split('/').length - path(b.unit_id!).split('/').length,
  );
  await knex('unit').insert(
    sorted.map((row) => ({
      unit_id: row.unit_id,
      parent_id: orNull(row.parent_id),
      name_zh: row.name_zh,
      kind: row.kind,
      path: path(row.unit_id!),
    })),
  );
  const firms = data('firms.csv');
  await knex('firm').insert(
    firms.map((row) => ({
      uscc: row.uscc,
      name_zh: row.name_zh,
      street_unit_id: orNull(row.street_unit_id),
      industry: orNull(row.industry),
      risk_level: orNull(row.risk_level),
      employees: row.employees ? Number(row.employees) : null,
      parent_unit_id: orNull(row.parent_unit_id),
    })),
  );
  const firmCodes = new Set(firms.map((row) => row.uscc));
  const people = data('people.csv');
  await knex('person').insert(
    people.map((row) => ({
      account: row.account,
      name_zh: row.name_zh,
      unit_id: firmCodes.has(row.unit_id!) ? null : orNull(row.unit_id),
      firm_uscc: firmCodes.has(row.unit_id!) ? row.unit_id : null,
      post_zh: row.post_zh,
    })),
  );
  await knex('membership').insert(
    people.flatMap((row) =>
      row.groups!.split(';').map((grp) => ({ account: row.account, grp, from_at: '2020-01-01' })),
    ),
  );
  await knex('hazard_routing').insert(
    data('hazard-routing.csv').map((row) => ({
      category: row.category,
      industry: row.industry,
      lead_unit_id: row.lead_unit_id,
      helper_unit_ids: (row.helper_unit_ids ?? '').split(';').filter(Boolean),
      fallback: row.fallback,
      basis_zh: row.basis_zh,
      status: row.status,
    })),
  );
}

async function seedLaw(knex: Knex): Promise<void> {
  for (const head of data('legal-pack.csv')) {
    await knex('legal_pack').insert({
      version: Number(head.version),
      effective_from: head.effective_from,
      effective_to: orNull(head.effective_to),
      note: head.note ?? '',
    });
    const version = Number(head.version);
    const packed = (rows: CsvRow[]) =>
      rows.map((row) => ({ pack_version: version, key: row.key, row: JSON.stringify(row) }));
    await knex('legal_clock').insert(packed(data('legal-clocks.csv')));
    await knex('legal_amount').insert(packed(data('legal-amounts.csv')));
  }
  await knex('calendar_year').insert(
    data('calendar-years.csv').map((row) => ({ year: Number(row.year), notice: row.notice })),
  );
  await knex.batchInsert('calendar_day', data('calendar.csv'), 200);
}
