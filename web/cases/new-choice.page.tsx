import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { PageFrame } from '../ui/page.tsx';
import { useGet } from '../ui/query.ts';
import { Nothing, Shown } from '../ui/states.tsx';

interface ProcessRow {
  process: string;
  name: string;
  mayCreate: boolean;
  summary: string;
  sections: string[];
  startForm: string | null;
}

/** The stages of a case, as a line of steps. */
function Way({ sections }: { sections: string[] }): ReactNode {
  return (
    <span className="new-way">
      {sections.map((section) => (
        <span key={section} className="new-stage">
          {section}
        </span>
      ))}
    </span>
  );
}

/** 新建: the processes that I may start a case of. */
export default function NewChoicePage(): ReactNode {
  const processes = useGet<ProcessRow[]>('/lookups/processes', { staleTime: 600_000 });
  return (
    <PageFrame title="新建">
      <Shown of={processes}>
        {(rows) => {
          const mine = rows.filter((p) => p.mayCreate);
          if (mine.length === 0)
            return <Nothing title="您不能新建案件" hint="需要新建时，请联系值班室或安委办。" />;
          return (
            <ul className="new-list">
              {mine.map((p) => (
                <li key={p.process}>
                  <Link href={`/new/${p.process}`}>
                    <strong>{p.name}</strong>
                    <span className="new-summary">{p.summary}</span>
                    <Way sections={p.sections} />
                  </Link>
                </li>
              ))}
            </ul>
          );
        }}
      </Shown>
    </PageFrame>
  );
}
