import type { Controller, Words } from '@emas/suite';

const both = (en: string, ms: string): Words => ({ en, ms });

/** Who answers for the portal's data, and what its forms do with it; what each visit leaves is known by the suite. */
export const CONTROLLER: Controller = {
  controller: 'e-MAS',
  email: 'privacy@portal.example',
  phone: '+60 3-0000 0000',
  officerEmail: 'dpo@portal.example',
  own: {
    data: both(
      'In forms you give us: name, identity card number, policy number, contact details, bank account, and details about health in claims, receipts and requests. In this demonstration they stay in memory, and the identity card number is checked and then let go.',
      'Dalam borang, anda memberi kami: nama, nombor kad pengenalan, nombor polisi, butiran hubungan, akaun bank, serta butiran kesihatan dalam tuntutan, resit dan permohonan. Dalam demonstrasi ini semuanya berada dalam ingatan komputer, dan nombor kad pengenalan disemak lalu dilepaskan.',
    ),
    purposes: both(
      'What you send in a form is used to decide and pay claims, to issue guarantee letters and to answer your messages.',
      'Apa yang anda hantar dalam borang digunakan untuk memutuskan dan membayar tuntutan, mengeluarkan surat jaminan dan menjawab mesej anda.',
    ),
    source: both(
      'Your policy details come from the insurer or employer who gave you the cover.',
      'Butiran polisi anda datang daripada syarikat insurans atau majikan yang memberikan perlindungan itu.',
    ),
    rights: both(
      'You can also write to us by the support form, under the topic “My personal data”.',
      'Anda juga boleh menulis kepada kami melalui borang bantuan, di bawah perkara “Data peribadi saya”.',
    ),
    disclosure: both(
      'Of what you send in a form: the clinic or hospital that treats you, your insurer or employer’s plan, and the bank that carries out the payment; each only what it needs.',
      'Daripada apa yang anda hantar dalam borang: klinik atau hospital yang merawat anda, syarikat insurans atau pelan majikan anda, dan bank yang membuat bayaran; masing-masing menerima sekadar yang perlu.',
    ),
    choices: both(
      'Leave optional fields empty, use the portal without signing in, or withdraw your agreement on the page “Privacy choices” or by writing to us. The same goes for people you name in a form, such as your child or your doctor: tell us about them only what the form asks for.',
      'Biarkan ruang yang tidak wajib kosong, gunakan portal tanpa log masuk, atau tarik balik persetujuan anda di halaman “Pilihan privasi” atau dengan menulis kepada kami. Begitu juga bagi orang yang anda namakan dalam borang, seperti anak atau doktor anda: berikan hanya apa yang diminta oleh borang.',
    ),
    refusal: both(
      'We then cannot decide that claim, issue that letter or answer that message.',
      'Kami kemudiannya tidak dapat memutuskan tuntutan itu, mengeluarkan surat itu atau menjawab mesej itu.',
    ),
  },
  places: [
    {
      id: 'portal/records',
      kind: 'memory',
      where: 'claims with their receipts, guarantee letters and messages',
      holds: ['app-data'],
      reason: 'app',
      kept: { until: 'process' },
      readers: ['app'],
      words: {
        what: both(
          'Claims with their receipts, guarantee letters and messages that you sent',
          'Tuntutan bersama resitnya, surat jaminan dan mesej yang anda hantar',
        ),
        why: both('Deciding and answering them', 'Memutuskan dan menjawabnya'),
      },
    },
  ],
};
