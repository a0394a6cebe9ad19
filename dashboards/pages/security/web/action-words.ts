import type { ActionFailure } from '../../../frame/web/failure.ts';
import type { Texts } from '../words/en.ts';

/** Why something was not done, and what the reader can do about it. */
export function actionFailureWords(failure: ActionFailure, { security }: Texts): string {
  switch (failure.kind) {
    case 'cross_site':
      return security.crossSite;
    case 'refused':
      return security.refused(failure.detail);
    case 'signed_out':
      return security.mayNot;
    case 'offline':
      return security.actionOffline;
    case 'unavailable':
      return security.actionUnavailable;
    case 'unknown':
      return security.actionUnknown(failure.code);
    default:
      return security.actionUnknown(failure.kind);
  }
}
