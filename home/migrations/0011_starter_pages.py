"""Pages that every site needs, as a start: whoever runs the site fills in what is theirs."""

import uuid
from datetime import date

from django.db import migrations
from wagtail.models import Page as TodaysPage

FILL_IN = "<b>[to fill in by the operator: {}]</b>"
WHO = FILL_IN.format("the name and address of your organisation")
REACH = FILL_IN.format("an e-mail address and a telephone number, and when somebody answers")
TERMS_SINCE = date(2026, 11, 29)

PRIVACY = (
    "We keep as little about you as we can. This page says what, why, for how long, and what you "
    "can do.",
    [
        ("Who is responsible", [f"<p>This site is run by {WHO}. You reach us here: {REACH}.</p>"]),
        (
            "What we keep",
            [
                "<ul><li>Your e-mail address or user name, so that you can sign in, if you have an "
                "account.</li>"
                "<li>Your name, for your certificate. You may learn without a certificate.</li>"
                "<li>Which courses you take, what you have read, and your answers in quizzes.</li>"
                "<li>Your certificates. Anybody who has the code can check them; you choose "
                "whether your name is shown.</li>"
                "<li>If an organisation enrolled you: that you belong to it, and the service "
                "number that it gave us.</li></ul>",
                "<p>We do not ask for your rank, where you are deployed, your date of birth or "
                "your religion. We use no advertising and no trackers. Cookies are only for "
                "signing in and for your language.</p>",
            ],
        ),
        (
            "What we do not want to know",
            [
                "<p>Never write here about a real case, a real child or a real colleague. This "
                "site takes no reports. <a href=\"/worried/\">Here you see where to turn.</a></p>"
            ],
        ),
        (
            "Who sees it",
            [
                "<p>A facilitator of your course sees how far you are, your results, and what you "
                "hand in. A registrar of this site sees certificates, and finds records of "
                "people.</p>",
                "<p>If you belong to an organisation, its managers, and those of the units above "
                "it, see:</p>"
                "<ul><li>your name, since when you belong to it, and your service number if you "
                "have one;</li>"
                "<li>every course that you begin on this site while you belong to it, also one "
                "that it did not give you: how far you are, whether you may need help, and how it "
                "ended;</li>"
                "<li>what you completed, when, and until when it is valid. Of what you did before "
                "you joined: only what is still valid then.</li></ul>"
                "<p>Its registrars see the number of your certificate and whether it holds. Who "
                "looks after its orders sees whether you have a place that it paid for, and have "
                "begun. Who gives it money sees only counts. None of them sees your e-mail "
                "address, your answers, what you got wrong, your scores, or what you write in a "
                "lesson. When you leave, they still see your name, when you belonged to it, and "
                "what you began or completed while you did, with whether that still holds.</p>",
                "<p>When one of the staff looks at your record, we note it for a year. You read "
                "under My data when, in which role and at what, and not the name.</p>",
                "<p>We sell nothing and give nothing to others, except to the companies that run "
                "our servers and send our letters: "
                + FILL_IN.format("their names and countries")
                + ".</p>",
            ],
        ),
        (
            "For how long",
            [
                "<p>Your answers: until a year after your certificate for the course has ended; "
                "without one, three years. Who looked at your record: a year. What you wrote about "
                "a lesson, which we keep without your name: a year. Certificates: as long as they "
                "can be checked. The rest: until you are erased.</p>",
                "<p>If an organisation put you on a list and you never came: until a year after "
                "it last gave you a course, a place or a card, and two weeks more.</p>",
                "<p>Copies of the database, for emergencies, are deleted after "
                + FILL_IN.format("how many days")
                + ".</p>",
            ],
        ),
        (
            "What you can do",
            [
                "<p>If you have an account, open <a href=\"/my-data/\">My data</a>. You see what "
                "we hold about you, and you can download it. You can also ask there to be "
                "erased.</p>",
                "<p>If you learn with a card and have no account, you have no such page. Ask your "
                "organisation or us to show you what we hold, or to erase you. Or make an account "
                "with your <a href=\"/claim/\">card</a>. If you have rights of staff, they have to "
                "be taken away before you can be erased.</p>",
                "<p>You have two weeks to change your mind. Then your name, your address and your "
                "answers go for good. Without your name stays: that somebody took and completed a "
                "course, with the scores, belonged to an organisation, and paid; and the number of "
                "each certificate, so that it can be said that it was issued.</p>",
                "<p>If you think that we do something wrong, tell us. You may also complain to "
                + FILL_IN.format("the data protection authority of your country")
                + ".</p>",
            ],
        ),
    ],
)

TERMS = (
    "What you can expect from us, and what we ask of you.",
    [
        ("Who we are", [f"<p>This site is run by {WHO}.</p>"]),
        (
            "What you get",
            [
                "<p>Courses about the protection of children, and a certificate when you have "
                "completed one. The certificate says that you completed the course. It is no "
                "licence, and it says nothing about what you did at work.</p>"
            ],
        ),
        (
            "What we ask of you",
            [
                "<ul><li>Learn yourself. Nobody else may answer your quizzes.</li>"
                "<li>Use your own name where a certificate needs it. Where your name would put you "
                "in danger, talk to us first.</li>"
                "<li>Keep your password and your card to yourself.</li>"
                "<li>Do not write about a real case, a real child or a real colleague. "
                "<a href=\"/worried/\">Here you see where to turn.</a></li>"
                "<li>Do not share the questions of a quiz.</li></ul>"
            ],
        ),
        (
            "Who may have an account",
            [
                "<p>You have to be 18 or older. Some organisations may let people from 13 to 17 "
                "take part, with the consent of a parent or guardian. Under 13, nobody gets an "
                "account.</p>"
            ],
        ),
        (
            "When a certificate ends",
            [
                "<p>Every certificate has an end date. We take one back when it was issued in "
                "error, or when somebody else answered the quiz. The verify page then says so.</p>"
            ],
        ),
        (
            "What you pay",
            [
                "<p>Most courses are free. Where one costs something, you see the price before you "
                "pay. "
                + FILL_IN.format("your rules for refunds")
                + "</p>"
            ],
        ),
        (
            "Changes",
            [
                "<p>When these terms change, we ask you once to accept the new version. If you do "
                "not want to, you can download what is yours under "
                "<a href=\"/my-data/\">My data</a> and ask to be erased.</p>",
                "<p>" + FILL_IN.format("which law holds, and which court decides") + "</p>",
            ],
        ),
    ],
)

ACCESSIBILITY = (
    "Everybody shall be able to learn here. Where you cannot, it is our mistake: please tell us.",
    [
        (
            "What we aim for",
            [
                "<p>This site follows the Web Content Accessibility Guidelines (WCAG) 2.2, level "
                "AA. Every page is checked by a program each time the site changes, and by hand: "
                "with the keyboard alone, without scripts, on a small telephone, at 200 per cent, "
                "and from right to left.</p>",
                "<p>"
                + FILL_IN.format("when and by whom your site was last checked with people")
                + "</p>",
            ],
        ),
        (
            "What helps you",
            [
                "<ul><li>All of it works with a keyboard and with a screen reader.</li>"
                "<li>Films have captions, and a text to read instead.</li>"
                "<li>Quizzes have no clock, unless the page says so before you begin. If you need "
                "more time, ask your facilitator.</li>"
                "<li>Hard topics are announced. You may skip them.</li>"
                "<li>Courses can be read on paper: each module has a PDF.</li></ul>"
            ],
        ),
        (
            "What does not work well yet",
            [
                "<p>The pages for people who write courses need a large screen. A file that "
                "somebody uploaded may not be readable for a screen reader. "
                + FILL_IN.format("what else you know of")
                + "</p>"
            ],
        ),
        ("Tell us", [f"<p>{REACH}. We answer within two weeks.</p>"]),
    ],
)

CONTACT = (
    "How to reach the people who run this site.",
    [
        (
            "For questions about courses and accounts",
            [
                f"<p>{REACH}</p>",
                "<p>If you have a facilitator, ask them first: they can give you another attempt "
                "or more time.</p>",
            ],
        ),
        (
            "For questions about your data",
            [
                "<p>Much you can do yourself under <a href=\"/my-data/\">My data</a>. Else: "
                + FILL_IN.format("who answers for data protection, and how to reach them")
                + "</p>"
            ],
        ),
        (
            "Not for reports",
            [
                "<p>Do not write to us about a child who may be in danger, or about the conduct of "
                "a colleague. We cannot act, and your message may be read by people who must not "
                "see it. <a href=\"/worried/\">Here you see where to turn.</a></p>"
            ],
        ),
        ("Address", [f"<p>{WHO}</p>"]),
    ],
)

CERTIFICATE_HELP = (
    "You completed a course and there is no certificate, or you cannot get at it. Try these steps.",
    [
        (
            "You are not sure that you are through",
            [
                "<p>Open <a href=\"/my-learning/\">My learning</a>. Under In progress you see what "
                "is missing: a lesson that is not ticked, or a quiz that is not passed. If no "
                "attempt is left, ask your facilitator for another one on the page of the "
                "quiz.</p>"
            ],
        ),
        (
            "It says that the certificate is being prepared",
            [
                "<p>This takes a few minutes. If it still says so tomorrow, write to us: the "
                "name may have a letter that we cannot print.</p>"
            ],
        ),
        (
            "You cannot sign in",
            [
                "<p>If you have an e-mail address here, "
                "<a href=\"/accounts/login/code/\">ask for a code</a>. If you sign in with a card "
                "or a user name, ask the person who gave it to you.</p>",
                "<p>If you have two accounts, tell us. We can join them, and nothing is lost.</p>",
            ],
        ),
        (
            "Your name is wrong",
            [
                "<p>Open the certificate under <a href=\"/my-learning/\">My learning</a> and "
                "choose to correct the name. A registrar looks at it.</p>"
            ],
        ),
        (
            "It was revoked or has ended",
            [
                "<p>The verify page says why. When a certificate has ended, you can take the "
                "course again.</p>"
            ],
        ),
        ("Nothing helps", [f"<p>{REACH}. Say which course it is, and when you completed it.</p>"]),
    ],
)

PAGES = (
    ("privacy", "Privacy notice", "privacy", PRIVACY),
    ("terms", "Terms of use", "terms", TERMS),
    ("accessibility", "Accessibility statement", "accessibility", ACCESSIBILITY),
    ("contact", "Contact", "contact", CONTACT),
    ("certificate", "I can’t get my certificate", "certificate-help", CERTIFICATE_HELP),
)


def write_pages(apps, schema_editor):
    """Below the home page of the site, where nobody has put something at the same address.

    Drafts where there are accounts: nobody there shall accept terms that are not filled in.
    """
    home = _home(apps)
    if home is None:
        return
    live = not apps.get_model("users", "User").objects.exists()
    Page = apps.get_model("wagtailcore", "Page")
    below = Page.objects.filter(path__startswith=home.path, depth=home.depth + 1)
    taken = set(below.values_list("slug", flat=True))
    last = below.order_by("-path").values_list("path", flat=True).first()
    step = int(TodaysPage._str2int(last[-TodaysPage.steplen :])) if last else 0
    for purpose, title, slug, (intro, parts) in PAGES:
        if slug not in taken:
            step += 1
            texts = {"title": title, "slug": slug, "intro": intro, "parts": parts}
            _write(apps, home, step, purpose=purpose, live=live, **texts)
            home.numchild += 1
    home.save(update_fields=["numchild"])


def _home(apps):
    """Where the default site begins, wherever the operator has put that."""
    site = apps.get_model("wagtailcore", "Site").objects.filter(is_default_site=True).first()
    homes = apps.get_model("home", "HomePage").objects
    return homes.filter(pk=site.root_page_id).first() if site else None


def _write(apps, home, step, *, title, slug, parts, live, **fields):
    model = apps.get_model("home", "StandardPage")
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="home", model="standardpage"
    )
    body = []
    for heading, texts in parts:
        body.append({"type": "heading", "value": heading, "id": str(uuid.uuid4())})
        body += [{"type": "rich_text", "value": t, "id": str(uuid.uuid4())} for t in texts]
    model.objects.create(
        path=TodaysPage._get_path(home.path, home.depth + 1, step),
        depth=home.depth + 1,
        numchild=0,
        title=title,
        draft_title=title,
        slug=slug,
        url_path=f"{home.url_path}{slug}/",
        content_type=content_type,
        locale=home.locale,
        live=live,
        has_unpublished_changes=not live,
        version_on=TERMS_SINCE if fields["purpose"] == "terms" else None,
        body=body,
        **fields,
    )


class Migration(migrations.Migration):
    dependencies = [("home", "0010_standard_pages")]

    operations = [migrations.RunPython(write_pages, migrations.RunPython.noop)]
