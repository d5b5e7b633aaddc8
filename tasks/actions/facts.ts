import type { TargetFacts } from '../../core/guardrails/facts.ts';

interface Known {
  readonly arns: readonly (string | undefined)[];
  readonly names: readonly (string | undefined)[];
  /** As AWS answers them. */
  readonly tags: readonly { Key?: string | undefined; Value?: string | undefined }[] | undefined;
  readonly traits?: TargetFacts['traits'];
  readonly cautions?: TargetFacts['cautions'];
}

const present = (values: readonly (string | undefined)[]): string[] =>
  values.filter((value) => value !== undefined);

/** What guardrails judge by, from what AWS answered. */
export const toFacts = ({ arns, names, tags = [], traits = [], cautions = [] }: Known): TargetFacts => ({
  arns: present(arns),
  names: present(names),
  tags: tags.map(({ Key = '', Value = '' }) => ({ key: Key, value: Value })),
  traits,
  cautions,
});
