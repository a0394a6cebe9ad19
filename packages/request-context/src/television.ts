/** Words that end in TV: SmartTV, HbbTV, MiTV, Google TV. */
const WORD = /TV\b/;
/** What televisions call their systems and browsers. */
const TELEVISION =
  /\b(?:netcast|netrange\w*|vidaa|web0s|bravia|viera|crkey|roku|aquosbrowser|inettvbrowser|sonydtv\w*|omi\/\d|dlnadoc|tv ?box|mi ?box\w*|androidtv|smart-?tv|hbbtv|philipstv|nettv|aft[a-z]{1,6}(?= build|\)))/i;
/** Set-top boxes that only their model tells. */
const SET_TOP_BOX = /;\s*(?:MXQ|X96|H96|T95|TX[2369]|A95X|MECOOL|ADT-\d|SHIELD Android)\b/i;
/** An app for television on a telephone or a computer. */
const OTHER_DEVICE = /iPhone|iPad|iPod|Windows NT|Windows Phone|Macintosh|CrOS/;
const TELEPHONE = /\bMobile\b/;

/** Whether an agent says that it runs on a television, or on a box below one. */
export function saysTelevision(userAgent: string): boolean {
  if (OTHER_DEVICE.test(userAgent)) return false;
  if (TELEVISION.test(userAgent) || SET_TOP_BOX.test(userAgent)) return true;
  return WORD.test(userAgent) && !TELEPHONE.test(userAgent);
}
