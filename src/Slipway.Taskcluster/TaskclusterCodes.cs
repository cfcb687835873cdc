using Slipway.Core.Diagnostics;

namespace Slipway.Taskcluster;

/// <summary>What can go wrong with Taskcluster's services.</summary>
public static class TaskclusterCodes
{
    public static readonly DiagnosticCode RootUrlMissing =
        new(2001, "It is not known which Taskcluster deployment to use", ExitCode.Usage);

    public static readonly DiagnosticCode RootUrlInvalid =
        new(2002, "The root URL of Taskcluster is not one", ExitCode.Usage);

    public static readonly DiagnosticCode CredentialsInvalid =
        new(2003, "The credentials for Taskcluster cannot be used", ExitCode.Usage);

    public static readonly DiagnosticCode Unreachable = new(2004, "Taskcluster cannot be reached", ExitCode.Failed);

    public static readonly DiagnosticCode ServerFailed = new(2005, "A service of Taskcluster failed", ExitCode.Failed);

    public static readonly DiagnosticCode AuthenticationFailed =
        new(2006, "Taskcluster does not accept the credentials", ExitCode.Failed);

    public static readonly DiagnosticCode ScopesMissing = new(2007, "A scope is missing", ExitCode.Failed);

    public static readonly DiagnosticCode RequestRefused =
        new(2008, "Taskcluster refuses a request", ExitCode.Failed);

    public static readonly DiagnosticCode AnswerInvalid =
        new(2009, "An answer is not Taskcluster's", ExitCode.Failed);

    public static readonly DiagnosticCode NotThere = new(2010, "Taskcluster does not have something", ExitCode.NotFound);

    public static readonly DiagnosticCode DownloadBroken =
        new(2011, "An artifact cannot be downloaded to its end", ExitCode.Failed);

    public static readonly DiagnosticCode HashWrong =
        new(2012, "An artifact is not what the storage says", ExitCode.CheckFailed);

    public static readonly DiagnosticCode UploadFailed = new(2013, "An artifact cannot be uploaded", ExitCode.Failed);

    public static readonly DiagnosticCode RedirectRefused =
        new(2014, "A redirect is not followed", ExitCode.Failed);

    public static readonly DiagnosticCode TaskUnknown =
        new(2015, "It is not known which task this is", ExitCode.Usage);

    public static readonly DiagnosticCode RankInvalid =
        new(2016, "A rank is none of Taskcluster's", ExitCode.Usage);
}
