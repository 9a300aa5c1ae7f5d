/** A person acting, as the session knows them: static and derived groups together. */
export interface Actor {
  account: string;
  name: string;
  unitId: string;
  post: string;
  groups: string[];
  /** Desks that read all cases (督查/审计, 局领导); decided once in policies.ts. */
  readsAll: boolean;
}

/** The product itself, when no person acts: workers, the clock bell, the reconciler. */
export const SYSTEM: Actor = {
  account: 'system',
  name: '系统',
  unitId: 'bihuan',
  post: '',
  groups: [],
  readsAll: true,
};
