import type { ReactNode } from 'react';
import { CaseList } from '../cases/cases.page.tsx';

/** The auditor's register: every case of every unit, to be judged rather than worked on. */
export default function RegisterPage(): ReactNode {
  return (
    <CaseList
      title="闭环审计"
      empty="每件案件从登记那一刻起就在这里：闭环判定逐条说明理由，时间线防篡改，封卷后可以导出案卷。"
      hint={<p className="soft">全部案件登记。打开一件，看闭环判定、时间线、流程路径、时限和证据。</p>}
    />
  );
}
