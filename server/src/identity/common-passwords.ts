import { Refusal } from '#contracts';

/*
 * The commonest passwords of eight characters and more, as breach after breach shows them; shorter ones are refused for
 * their length. Source of the rule: NIST SP 800-63B-4 section 3.1.1.2.
 */
const COMMON = new Set(
  `12345678 123456789 1234567890 12345678910 0123456789 987654321 9876543210 11111111 00000000 88888888 12341234 11223344
  123123123 123321123 112233445566 1q2w3e4r 1q2w3e4r5t 1qaz2wsx 1qaz2wsx3edc qwertyui qwertyuiop qwerty123 qwerty12
  qwerty1234 qwerty12345 qwertz123 qwertzuiop asdfghjkl asdfasdf asdf1234 zxcvbnm1 zxcvbnm123 azertyuiop password
  password1 password12 password123 password1234 password! passw0rd p@ssw0rd p@ssword passwort passwort1 passwort123
  mypassword changeme changeme123 letmein1 letmein123 welcome1 welcome123 iloveyou iloveyou1 princess sunshine football
  football1 baseball baseball1 basketball superman batman123 starwars spiderman pokemon1 whatever trustno1 computer
  internet samsung1 michelle jennifer michael1 charlie1 jordan23 liverpool liverpool1 chelsea1 arsenal1 master123
  admin123 admin1234 administrator root1234 test1234 testtest test12345 guest123 default1 abcd1234 abc12345 abcdefgh
  abcdefghi a1b2c3d4 aaaaaaaa aa123456 q1w2e3r4 qazwsxedc monkey123 dragon123 shadow123 hello123 hallo123 hallowelt
  helloworld google123 facebook linkedin secret123 geheim123 access14 mustang1 jonathan victoria elizabeth cheese123
  schatz123 sommer123 summer123 winter123 parley123 parleyparley`
    .split(/\s+/)
    .filter((one) => one !== ''),
);

/** @throws {Refusal} `invalid-input` for one that is tried first by everybody. */
export function refuseCommonPassword(password: string, email: string): void {
  const plain = password.normalize('NFKC').toLowerCase();
  const isOneCharacter = new Set(plain).size === 1;
  if (COMMON.has(plain) || isOneCharacter || plain === email || plain === email.split('@')[0]) {
    throw new Refusal(
      'invalid-input',
      'password: is too easy to guess; try three or four words that do not belong together',
      { field: 'password', issue: 'common' },
    );
  }
}
