import { body } from './bodies.js';
import type { Part } from './part.js';
import { remarks } from './prose.js';
import type { History, Routine } from './state.js';

/** Every second one takes the place of an older one. */
export const setPolicy: Part = (history) => {
  const table = history.table();
  const command = history.pick(['insert', 'update', 'delete']);
  const old = history.below(2) === 0 ? table.policies.pop() : undefined;
  const name = history.fresh(`${table.name}_${command}`);
  table.policies.push(name);
  const condition = `((select auth.uid()) = owner_id or exists (
    select 1 from public.${history.table().name} m
    where m.owner_id = (select auth.uid()) and m.created_at is not null
  ))`;
  const sql = `${old === undefined ? '' : `drop policy if exists ${old} on public.${table.name};\n`}create policy ${name} on public.${table.name}
  for ${command} to authenticated
  ${command === 'insert' ? 'with check' : 'using'} ${condition};
`;
  return { name: `policy_${name}`, sql };
};

function newRoutine(history: History): Routine {
  const table = history.table();
  const routine = { name: history.fresh(`review_${table.name}`), table };
  history.routines.push(routine);
  return routine;
}

/** Two of five take the place of an older one, as its next version. */
export const setFunction: Part = (history) => {
  const isOld = history.routines.length > 0 && history.below(5) < 2;
  const { name, table } = isOld ? history.pick(history.routines) : newRoutine(history);
  const sql = `${remarks(history, history.below(3))}create or replace function public.${name}(target uuid)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
${body(history, table, 3 + history.below(16))}
$$;

revoke all on function public.${name}(uuid) from public, anon;
grant execute on function public.${name}(uuid) to authenticated, service_role;
`;
  return { name: `function_${name}${isOld ? `_${history.fresh('again')}` : ''}`, sql };
};

export const createTrigger: Part = (history) => {
  const table = history.table();
  const name = history.fresh(`${table.name}_touch`);
  const sql = `create or replace function public.${name}()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.created_at := coalesce(new.created_at, now());
  return new;
end;
$$;

drop trigger if exists ${name} on public.${table.name};
create trigger ${name}
  before insert or update on public.${table.name}
  for each row execute function public.${name}();
`;
  return { name: `trigger_${name}`, sql };
};

export const changeRights: Part = (history) => {
  const { name } = history.table();
  const sql = `revoke all on public.${name} from anon;
grant select on public.${name} to anon;
grant select, update on public.${name} to authenticated;
`;
  return { name: `rights_${history.fresh(name)}`, sql };
};
