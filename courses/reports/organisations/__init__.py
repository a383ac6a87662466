"""The pages of who has a role in an organisation: counts, people, files, reminders.

``standings`` how somebody is getting on, as a condition; ``overview`` counts of it; ``records`` one
row an enrolment; ``funders`` counts that name nobody; ``jobs`` what takes longer than a page.
"""
