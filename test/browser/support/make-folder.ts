import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { shippedPlaybooks } from '../../../runtime/home/shipped-playbooks.ts';

/** A folder that is gone after the test. */
export async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tourniquet-'));
  onTestFinished(async () => await rm(folder, { recursive: true }));
  return folder;
}

/** The playbooks that ship, where they can be written over. */
export async function copyPlaybooks(): Promise<string> {
  const folder = await makeFolder();
  await cp(shippedPlaybooks, folder, { recursive: true });
  return folder;
}
