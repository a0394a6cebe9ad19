import type { ExplicitConsent, Purpose, Texts } from '@emas/suite';

const both = (en: string, ms: string): Texts => ({ en, ms });

const E_MAS = { name: 'e-MAS', country: 'MY', privacy: 'https://portal.example/en/privacy' };

/** Where visitors change their mind. */
export const CONSENT_PATH = '/emas/consent';

/** Keeps the language from one visit to the next. */
export const LANGUAGE_COOKIE = 'portal_language';

/** Everything that the portal keeps in a browser or loads from others, and for what. */
export const PURPOSES: readonly Purpose[] = [
  {
    id: 'signing-in',
    kind: 'storage',
    necessary: true,
    name: both('Signing in', 'Log masuk'),
    description: both(
      'Keeps you signed in, and your account safe from others.',
      'Mengekalkan log masuk anda, dan melindungi akaun anda daripada orang lain.',
    ),
    services: [
      {
        id: 'session',
        name: 'e-MAS',
        description: both('Knows which session is yours.', 'Mengetahui sesi mana yang milik anda.'),
        provider: E_MAS,
        retention: both('the session, eight hours at most', 'tempoh sesi, paling lama lapan jam'),
        healthData: false,
        cookies: [
          {
            name: '__Host-*',
            description: both(
              'A random number, signed. The name is a code that changes every month.',
              'Nombor rawak bertandatangan. Namanya ialah kod yang bertukar setiap bulan.',
            ),
            retention: both('until you close the browser', 'sehingga anda menutup pelayar'),
          },
        ],
      },
      {
        id: 'known-device',
        name: 'e-MAS',
        description: both(
          'Knows a browser on which you signed in, so that a stranger who guesses your password cannot lock you out.',
          'Mengenali pelayar yang anda guna untuk log masuk, supaya orang asing yang meneka kata laluan anda tidak dapat menghalang anda.',
        ),
        provider: E_MAS,
        retention: both('not kept by us', 'tidak disimpan oleh kami'),
        healthData: false,
        cookies: [
          {
            name: '__Secure-login-device',
            description: both(
              'A random number, signed, which is sent to the sign-in page only.',
              'Nombor rawak bertandatangan, yang dihantar ke halaman log masuk sahaja.',
            ),
            retention: both('90 days', '90 hari'),
          },
        ],
      },
    ],
  },
  {
    id: 'language',
    kind: 'preferences',
    name: both('Your language', 'Bahasa anda'),
    description: both(
      'Opens the portal in the language that you read it in last.',
      'Membuka portal dalam bahasa yang kali terakhir anda baca.',
    ),
    services: [
      {
        id: 'remembered-language',
        name: 'e-MAS',
        description: both('Remembers “en” or “ms”.', 'Mengingati “en” atau “ms”.'),
        provider: E_MAS,
        retention: both('not kept by us', 'tidak disimpan oleh kami'),
        healthData: false,
        cookies: [
          {
            name: LANGUAGE_COOKIE,
            description: both('The language', 'Bahasa'),
            retention: both('one year', 'satu tahun'),
          },
        ],
      },
    ],
  },
  {
    id: 'maps',
    kind: 'content',
    name: both('Maps', 'Peta'),
    description: both(
      'Shows where the clinics are. The provider of the map learns your address on the internet.',
      'Menunjukkan lokasi klinik. Penyedia peta akan mengetahui alamat internet anda.',
    ),
    services: [
      {
        id: 'clinic-map',
        name: 'OpenStreetMap',
        description: both('Draws the map.', 'Melukis peta.'),
        provider: {
          name: 'OpenStreetMap Foundation',
          country: 'GB',
          privacy: 'https://osmfoundation.org/wiki/Privacy_Policy',
        },
        retention: both('as their policy says', 'seperti dinyatakan dalam polisi mereka'),
        healthData: false,
        frame: {
          src: 'https://www.openstreetmap.org/export/embed.html?bbox=101.45%2C2.95%2C101.85%2C3.30&layer=mapnik',
          title: both('Map of the Klang Valley', 'Peta Lembah Klang'),
        },
      },
    ],
  },
];

/** What is asked for by itself where details about health are sent (PDPA 2010, s 40). */
export const HEALTH_CONSENT = 'health';
/** Id of its box on a page. */
export const HEALTH_CONSENT_BOX: string = `explicit.${HEALTH_CONSENT}`;

export const EXPLICIT: readonly ExplicitConsent[] = [
  {
    id: HEALTH_CONSENT,
    name: both('Your details about health', 'Butiran kesihatan anda'),
    notice: both(
      'They are used to decide this request, by e-MAS, the clinic or hospital and the insurer. In this demonstration they stay in memory until it is restarted. You can withdraw on the page “Privacy choices” or by writing to support; then the request ends.',
      'Butiran ini digunakan untuk memutuskan permohonan ini, oleh e-MAS, klinik atau hospital dan syarikat insurans. Dalam demonstrasi ini ia berada dalam ingatan komputer sehingga dimulakan semula. Anda boleh menarik balik di halaman “Pilihan privasi” atau dengan menulis kepada bantuan; permohonan ini akan tamat.',
    ),
    text: both(
      'I agree that e-MAS uses these details about health to deal with this request, and shares them with the clinic, the hospital and the insurer for it.',
      'Saya bersetuju e-MAS menggunakan butiran kesihatan ini untuk menguruskan permohonan ini, dan berkongsi butiran itu dengan klinik, hospital dan syarikat insurans bagi tujuan tersebut.',
    ),
  },
];
