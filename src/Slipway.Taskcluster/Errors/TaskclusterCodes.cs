using Slipway.Model.Diagnostics;

namespace Slipway.Taskcluster.Errors;

/// <summary>What can go wrong between Slipway and Taskcluster's services.</summary>
public static class TaskclusterCodes
{
    public static readonly DiagnosticCode RootUrlInvalid =
        new(2001, "The address of a Taskcluster deployment cannot be used", ExitCode.Usage);

    public static readonly DiagnosticCode CredentialsInvalid =
        new(2002, "Taskcluster credentials cannot be used", ExitCode.Usage);

    public static readonly DiagnosticCode CredentialsExpired =
        new(2003, "Taskcluster credentials have expired", ExitCode.Failed);

    public static readonly DiagnosticCode CurrentTaskInvalid =
        new(2004, "The variables of the current task cannot be used", ExitCode.Usage);

    public static readonly DiagnosticCode Unreachable =
        new(2005, "A Taskcluster service cannot be reached", ExitCode.Failed);

    public static readonly DiagnosticCode AuthenticationFailed =
        new(2006, "Taskcluster does not accept the credentials", ExitCode.Failed);

    public static readonly DiagnosticCode ClockSkewed =
        new(2007, "The clock is too far from Taskcluster's", ExitCode.Failed);

    public static readonly DiagnosticCode InsufficientScopes =
        new(2008, "Taskcluster scopes are missing", ExitCode.Failed);

    public static readonly DiagnosticCode InputInvalid =
        new(2009, "A Taskcluster service does not take what was sent", ExitCode.Failed);

    public static readonly DiagnosticCode RequestConflict =
        new(2010, "A request conflicts with what Taskcluster has", ExitCode.Failed);

    public static readonly DiagnosticCode NotFound =
        new(2011, "Taskcluster does not have what was asked for", ExitCode.NotFound);

    public static readonly DiagnosticCode InputTooLarge =
        new(2012, "A Taskcluster service finds a request too large", ExitCode.Failed);

    public static readonly DiagnosticCode ServiceFailed = new(2013, "A Taskcluster service failed", ExitCode.Failed);

    public static readonly DiagnosticCode RequestRefused =
        new(2014, "A Taskcluster service refused a request", ExitCode.Failed);

    public static readonly DiagnosticCode AnswerInvalid =
        new(2015, "An answer of Taskcluster cannot be understood", ExitCode.Failed);

    public static readonly DiagnosticCode TooLarge =
        new(2016, "More was sent than is read", ExitCode.Failed);

    public static readonly DiagnosticCode RedirectRefused =
        new(2017, "A redirect is not followed", ExitCode.Failed);

    public static readonly DiagnosticCode StorageFailed =
        new(2018, "The storage of an artifact failed", ExitCode.Failed);

    public static readonly DiagnosticCode ArtifactIncomplete =
        new(2019, "An artifact did not arrive whole", ExitCode.Failed);

    public static readonly DiagnosticCode HashMismatch =
        new(2020, "An artifact has another hash than it should", ExitCode.CheckFailed);

    public static readonly DiagnosticCode UploadImpossible =
        new(2021, "An artifact cannot be uploaded", ExitCode.Failed);

    public static readonly DiagnosticCode ContentChanged =
        new(2022, "A file changed while it was uploaded", ExitCode.Failed);

    public static readonly DiagnosticCode RootUrlMissing =
        new(2023, "It is not known which Taskcluster deployment to use", ExitCode.Usage);

    public static readonly DiagnosticCode TooSlow =
        new(2024, "A server sends too slowly", ExitCode.Failed);

    public static readonly DiagnosticCode ArtifactExpands =
        new(2025, "An artifact expands beyond measure", ExitCode.Failed);

    public static readonly DiagnosticCode ArtifactLacking =
        new(2026, "The storage lacks an artifact that the Queue lists", ExitCode.Failed);
}
