/** What a new playbook begins as: it takes one kind of finding, and in shadow does nothing but plan. */
export const template = `{
  "$schema": "../playbook.schema.json",
  "id": "my-playbook",
  "name": "Say in a few words what it does",
  "description": "Say why, and when it asks a person first.",
  "mode": "shadow",
  "trigger": {
    "finding": {
      "type": [{ "prefix": "CryptoCurrency:EC2/" }]
    },
    "risk": {
      "score": [{ "numeric": [">=", 70] }]
    }
  },
  "steps": [
    {
      "id": "evidence",
      "action": "ec2.snapshot-volumes",
      "with": {
        "instanceId": "{% $resource('ec2-instance').instanceId %}"
      },
      "onFailure": "continue"
    },
    {
      "id": "isolate",
      "action": "ec2.isolate-instance",
      "with": {
        "instanceId": "{% $resource('ec2-instance').instanceId %}"
      }
    }
  ]
}
`;

/** The id that a text gives its playbook, as far as it is JSON; null: none yet. */
export function idOf(text: string): string | null {
  try {
    const { id } = JSON.parse(text) as { id?: unknown };
    return typeof id === 'string' && id !== '' ? id : null;
  } catch {
    return null;
  }
}
