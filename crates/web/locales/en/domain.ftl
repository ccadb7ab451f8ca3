# The words for the things themselves, the same everywhere: concerns, who may know what, roles, stages, outcomes, what was told.
channel-abuse = Abuse
channel-union-law = A breach of European Union law
channel-integrity = A breach of integrity
channel-conduct = Improper conduct
channel-complaint = A complaint
channel-retaliation = Being treated badly after a report
channel-question = A question or a dilemma

identity-anonymous = Anonymous
identity-confidential = Confidential
identity-open = Open

role-intake-officer = Integrity officer
role-confidential-adviser = Confidential adviser
role-committee-chair = Chair of the integrity committee
role-committee-member = Member of the integrity committee
role-committee-secretary = Secretary of the integrity committee
role-investigator = Investigator
role-care-contact = Care contact
role-competent-authority = Competent authority
role-measure-owner = Owner of a measure
role-verifier = Verifier of measures
role-monitor = Monitor
role-disclosure-officer = Disclosure officer
role-second-reader = Second reader
role-authorised-reader = Authorised reader
role-process-auditor = Process auditor
role-screening-officer = Screening officer
role-auditor = Auditor
role-administrator = Administrator

stage-received = Received
stage-acknowledged = Receipt confirmed
stage-first-phase = First assessment
stage-split = With the committee: the assessors differ
stage-admitted = Being handled as a whistleblower report
stage-other-route = Goes another way
stage-not-taken-up = Not taken up
stage-second-look = Second look
stage-closed = Closed

outcome-admitted = Your report is being handled as a whistleblower report.
outcome-other-route = Your report belongs to another route.
outcome-not-taken-up = Your report is not taken up.

route-complaint = The complaints procedure
route-conduct = The procedure for improper conduct
route-integrity = The integrity procedure of the organisation
route-human-resources = Human resources, for a dispute about the work
route-police = The police or the public prosecutor
route-other-authority = Another authority that is responsible for it

told-what = What happened
told-when = When
told-where = Where
told-who = Who was involved
told-how = How the reporter knows
told-relation = Connection with the organisation
told-told = Who was told before
told-worries = Worries
