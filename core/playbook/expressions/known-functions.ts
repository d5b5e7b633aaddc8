/**
 * JSONata 2.0.6 as Step Functions has it: the library without `$eval`, and six functions of its own.
 * https://docs.jsonata.org/overview,
 * https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html#jsonata-functions-stepfunctions
 */
export const knownFunctions: ReadonlySet<string> = new Set(
  (
    'abs append assert average base64decode base64encode boolean ceil clone contains count decodeUrl ' +
    'decodeUrlComponent distinct each encodeUrl encodeUrlComponent error exists filter floor formatBase ' +
    'formatInteger formatNumber fromMillis join keys length lookup lowercase map match max merge millis min ' +
    'not now number pad parseInteger power random reduce replace reverse round shuffle sift single sort ' +
    'split spread sqrt string substring substringAfter substringBefore sum toMillis trim type uppercase zip ' +
    'partition range hash uuid parse'
  ).split(' '),
);
