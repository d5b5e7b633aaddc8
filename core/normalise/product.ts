import { isJsonObject, type Json } from '../json.ts';

/** The name under which Tourniquet's own findings stand in Security Hub. */
const ownName = 'tourniquet';

const customPrefix = 'custom/';

/** A custom integration: whoever may import findings into its account speaks through it. */
export const isCustomProduct = (product: string): boolean => product.startsWith(customPrefix);

/**
 * Who detected it, as the product's ARN ends: `…::product/aws/guardduty`, `…::productv2/aws/inspector`. A
 * custom integration (`product/<account>/default`) goes by its name, marked as such: whoever may import
 * findings into an account may call them GuardDuty's.
 */
export function productOf(arn: string | undefined, name: string | undefined): string {
  const last = /:product(?:v2)?\/[^/]+\/(.+)$/.exec(arn ?? '')?.[1];
  const slug = name?.toLowerCase().replace(/[^a-z0-9]+/g, '');
  if (last === 'default') return `${customPrefix}${slug || 'unknown'}`;
  return last ?? (slug || 'unknown');
}

/** Findings that Tourniquet published: taking them in would feed it with itself. */
export function isOwnProduct(product: string, fields: Json | undefined): boolean {
  const named = isJsonObject(fields) ? fields['aws/securityhub/ProductName'] : undefined;
  const bare = isCustomProduct(product) ? product.slice(customPrefix.length) : product;
  const names = [bare, typeof named === 'string' ? named.toLowerCase() : ''];
  if (names.includes(ownName)) return true;
  return (
    isJsonObject(fields) && Object.keys(fields).some((key) => key.toLowerCase().startsWith(`${ownName}/`))
  );
}
