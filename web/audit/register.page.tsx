import type { ReactNode } from 'react';
import { CaseList } from '../cases/cases.page.tsx';

/** The auditor's register: every case of every unit, to be judged rather than worked on. */
export default function RegisterPage(): ReactNode {
  return (
    <CaseList
      title="闭环审计"
      hint={<p className="soft">全部案件登记。打开一件，看闭环判定、时间线、流程路径、时限和证据。</p>}
    />
  );
}
