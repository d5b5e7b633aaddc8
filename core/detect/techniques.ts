import type { TacticId } from './tactics.ts';

interface Technique {
  readonly tactics: readonly TacticId[];
  /** Its sub-techniques, by number; they serve the same tactics. */
  readonly parts?: readonly number[];
}

const upTo = (last: number): readonly number[] => Array.from({ length: last }, (_, index) => index + 1);

/**
 * The techniques of ATT&CK Enterprise 18 that can show in what an account logs (its calls, its traffic, its DNS
 * queries), with the tactics that ATT&CK gives them. Version 19 parted Defense Evasion in two and numbered some anew;
 * GuardDuty's types and AWS's own catalogue name those of 18. https://attack.mitre.org/versions/v18/
 */
const techniques: Readonly<Record<string, Technique>> = {
  T1001: { tactics: ['TA0011'], parts: upTo(3) },
  T1008: { tactics: ['TA0011'] },
  T1018: { tactics: ['TA0007'] },
  T1020: { tactics: ['TA0010'], parts: upTo(1) },
  T1021: { tactics: ['TA0008'], parts: upTo(8) },
  T1029: { tactics: ['TA0010'] },
  T1030: { tactics: ['TA0010'] },
  T1037: { tactics: ['TA0003', 'TA0004'], parts: upTo(5) },
  T1040: { tactics: ['TA0006', 'TA0007'] },
  T1041: { tactics: ['TA0010'] },
  T1046: { tactics: ['TA0007'] },
  T1048: { tactics: ['TA0010'], parts: upTo(3) },
  T1049: { tactics: ['TA0007'] },
  T1059: { tactics: ['TA0002'], parts: upTo(13) },
  T1069: { tactics: ['TA0007'], parts: upTo(3) },
  T1070: { tactics: ['TA0005'], parts: upTo(10) },
  T1071: { tactics: ['TA0011'], parts: upTo(5) },
  T1074: { tactics: ['TA0009'], parts: upTo(2) },
  T1078: { tactics: ['TA0001', 'TA0003', 'TA0004', 'TA0005'], parts: upTo(4) },
  T1087: { tactics: ['TA0007'], parts: upTo(4) },
  T1090: { tactics: ['TA0011'], parts: upTo(4) },
  T1095: { tactics: ['TA0011'] },
  T1098: { tactics: ['TA0003', 'TA0004'], parts: upTo(7) },
  T1102: { tactics: ['TA0011'], parts: upTo(3) },
  T1104: { tactics: ['TA0011'] },
  T1105: { tactics: ['TA0011'] },
  T1110: { tactics: ['TA0006'], parts: upTo(4) },
  T1113: { tactics: ['TA0009'] },
  T1114: { tactics: ['TA0009'], parts: upTo(3) },
  T1119: { tactics: ['TA0009'] },
  T1132: { tactics: ['TA0011'], parts: upTo(2) },
  T1133: { tactics: ['TA0001', 'TA0003'] },
  T1136: { tactics: ['TA0003'], parts: upTo(3) },
  T1190: { tactics: ['TA0001'] },
  T1195: { tactics: ['TA0001'], parts: upTo(3) },
  T1199: { tactics: ['TA0001'] },
  T1201: { tactics: ['TA0007'] },
  T1204: { tactics: ['TA0002'], parts: upTo(5) },
  T1210: { tactics: ['TA0008'] },
  T1213: { tactics: ['TA0009'], parts: upTo(6) },
  T1219: { tactics: ['TA0011'], parts: upTo(3) },
  T1484: { tactics: ['TA0004', 'TA0005'], parts: upTo(2) },
  T1485: { tactics: ['TA0040'], parts: upTo(1) },
  T1486: { tactics: ['TA0040'] },
  T1489: { tactics: ['TA0040'] },
  T1490: { tactics: ['TA0040'] },
  T1491: { tactics: ['TA0040'], parts: upTo(2) },
  T1496: { tactics: ['TA0040'], parts: upTo(4) },
  T1498: { tactics: ['TA0040'], parts: upTo(2) },
  T1499: { tactics: ['TA0040'], parts: upTo(4) },
  T1525: { tactics: ['TA0003'] },
  T1526: { tactics: ['TA0007'] },
  T1528: { tactics: ['TA0006'] },
  T1529: { tactics: ['TA0040'] },
  T1530: { tactics: ['TA0009'] },
  T1531: { tactics: ['TA0040'] },
  T1535: { tactics: ['TA0005'] },
  T1537: { tactics: ['TA0010'] },
  T1538: { tactics: ['TA0007'] },
  T1539: { tactics: ['TA0006'] },
  T1546: { tactics: ['TA0003', 'TA0004'], parts: upTo(18) },
  T1548: { tactics: ['TA0004', 'TA0005'], parts: upTo(6) },
  T1550: { tactics: ['TA0005', 'TA0008'], parts: upTo(4) },
  T1552: { tactics: ['TA0006'], parts: upTo(8) },
  T1555: { tactics: ['TA0006'], parts: upTo(6) },
  T1556: { tactics: ['TA0003', 'TA0005', 'TA0006'], parts: upTo(9) },
  T1557: { tactics: ['TA0006', 'TA0009'], parts: upTo(4) },
  T1562: { tactics: ['TA0005'], parts: [1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13] },
  T1565: { tactics: ['TA0040'], parts: upTo(3) },
  T1566: { tactics: ['TA0001'], parts: upTo(4) },
  T1567: { tactics: ['TA0010'], parts: upTo(4) },
  T1568: { tactics: ['TA0011'], parts: upTo(3) },
  T1571: { tactics: ['TA0011'] },
  T1572: { tactics: ['TA0011'] },
  T1573: { tactics: ['TA0011'], parts: upTo(2) },
  T1578: { tactics: ['TA0005'], parts: upTo(5) },
  T1580: { tactics: ['TA0007'] },
  T1595: { tactics: ['TA0043'], parts: upTo(3) },
  T1606: { tactics: ['TA0006'], parts: upTo(2) },
  T1609: { tactics: ['TA0002'] },
  T1610: { tactics: ['TA0002', 'TA0005'] },
  T1611: { tactics: ['TA0004'] },
  T1613: { tactics: ['TA0007'] },
  T1614: { tactics: ['TA0007'], parts: upTo(1) },
  T1619: { tactics: ['TA0007'] },
  T1621: { tactics: ['TA0006'] },
  T1648: { tactics: ['TA0002'] },
  T1651: { tactics: ['TA0002'] },
  T1654: { tactics: ['TA0007'] },
  T1657: { tactics: ['TA0040'] },
  T1666: { tactics: ['TA0005'] },
  T1667: { tactics: ['TA0040'] },
  T1671: { tactics: ['TA0003'] },
};

const byId: ReadonlyMap<string, readonly TacticId[]> = new Map(
  Object.entries(techniques).flatMap(([id, { tactics, parts = [] }]) => [
    [id, tactics],
    ...parts.map((part): [string, readonly TacticId[]] => [
      `${id}.${String(part).padStart(3, '0')}`,
      tactics,
    ]),
  ]),
);

/** Undefined where it is none of these techniques, such as `T1562.008`. */
export const tacticsOfTechnique = (id: string): readonly TacticId[] | undefined => byId.get(id);
