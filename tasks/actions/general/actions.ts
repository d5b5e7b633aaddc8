import type { Action } from '../action.ts';
import { callWebhook } from './call-webhook/index.ts';
import { notifyPeople } from './notify-people/index.ts';

export const generalActions: readonly Action[] = [callWebhook, notifyPeople];
