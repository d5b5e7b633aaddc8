import { createBudgets } from '../../core/records/budgets.ts';
import { createLedger } from '../../core/records/ledger.ts';
import { createStagedRules } from '../../core/records/staged-rules.ts';
import { actions } from '../actions/registry.ts';
import { createAlarmExposed } from '../alarm-exposed/index.ts';
import { createTellTrials } from '../detect/tell-trials.ts';
import { createEscalate } from '../escalate/index.ts';
import { loadConfig, loadLibrary, loadRules } from '../lambda/files.ts';
import { toHandler } from '../lambda/handler.ts';
import { createMeter } from '../lambda/meter.ts';
import { clock, digest, openExecutions, openStore } from '../lambda/own.ts';
import { createSelectPlaybooks } from '../select-playbooks/index.ts';
import { createSweep } from './index.ts';
import { createMeasureWork } from './measure-work.ts';

const meter = createMeter();

export const handler = toHandler('sweep', async () => {
  const [{ tellFrom }, { select, find }, rules] = await Promise.all([
    loadConfig(),
    loadLibrary(),
    loadRules(),
  ]);
  const { stores, table } = openStore();
  const ledger = createLedger(table, clock);
  const measureWork = createMeasureWork({ stores, budgets: createBudgets(table), clock });
  const alarmExposed = createAlarmExposed({ ledger, stores, actions, clock, digest });
  const sweep = createSweep({
    stores,
    executions: openExecutions(),
    alarmExposed: async () => {
      const exposed = await alarmExposed();
      meter({ TargetsExposed: exposed.length });
      return exposed;
    },
    tellTrials: createTellTrials({
      rules,
      staged: createStagedRules({ table, clock, digest }),
      outbox: stores.outbox,
      clock,
    }),
    clock,
    escalate: createEscalate({ stores, clock, tellFrom }),
    selectPlaybooks: createSelectPlaybooks({ stores, select, findPlaybook: find }),
  });
  return async (event) => {
    // Before, for what cannot be swept is what has to be seen.
    meter(await measureWork());
    return await sweep(event);
  };
});
