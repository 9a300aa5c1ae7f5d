import { Type } from '@sinclair/typebox';
import { asSystem } from '../../core/db.ts';
import { require } from '../../core/policies.ts';
import { reorganise } from '../../core/reorganise.ts';
import type { Web } from '../app.ts';
import { limited } from '../limited.ts';
import { Routes } from '../routing.ts';

const Wanted = Type.Object(
  {
    successorId: Type.Optional(Type.String({ maxLength: 100, description: '并入的单位；与新名称二者填一' })),
    newName: Type.Optional(limited('unitName')),
    withPeople: Type.Boolean({ description: '原单位人员一并转入继受单位' }),
    reason: limited('reason'),
  },
  { additionalProperties: false },
);

/** 机构变动: a unit is merged or renamed, and its open work goes over. */
export function unitRoutes({ db }: Web): Routes {
  const routes = new Routes();
  routes.post(
    '/units/:unitId/reorganise',
    { summary: '机构变动：并入或更名，在办工作转给继受单位', tag: '台账', body: Wanted },
    ({ actor, params, body }) => {
      require(actor, 'unit.reorganise');
      // Who grants groups sees no cases; the work of all of them goes over all the same.
      return asSystem(db, (trx) => reorganise(trx, actor, { unitId: params.unitId!, ...body }));
    },
  );
  return routes;
}
