import type {
  GetFunctionConfigurationCommandInput,
  GetFunctionConfigurationCommandOutput,
  ListTagsCommandInput,
  ListTagsCommandOutput,
} from '@aws-sdk/client-lambda';
import type { CommandTable } from '../command.ts';
import { reads } from '../command.ts';
import { concurrencyCommands } from './concurrency.ts';
import { findFunction } from './find-function.ts';

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html */
export const lambdaCommands: CommandTable = {
  GetFunctionConfiguration: reads<
    GetFunctionConfigurationCommandInput,
    GetFunctionConfigurationCommandOutput
  >(['FunctionName'], ({ FunctionName }, context) => {
    const { functionName, arn, roleArn, modifiedAt } = findFunction(FunctionName, context);
    return {
      FunctionName: functionName,
      FunctionArn: arn,
      Role: roleArn,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Version: '$LATEST',
      State: 'Active',
      // Lambda writes its zone without a colon.
      LastModified: modifiedAt.replace('Z', '+0000'),
    };
  }),
  ListTags: reads<ListTagsCommandInput, ListTagsCommandOutput>(['Resource'], ({ Resource }, context) => {
    const { tags } = findFunction(Resource, context);
    return { Tags: Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])) };
  }),
  ...concurrencyCommands,
};
