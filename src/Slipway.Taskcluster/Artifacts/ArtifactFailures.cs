using Slipway.Model.Diagnostics;
using Slipway.Model.Streams;
using Slipway.Model.Text;
using Slipway.Taskcluster.Errors;

namespace Slipway.Taskcluster.Artifacts;

/// <summary>Says what is wrong with an artifact.</summary>
internal static class ArtifactFailures
{
    public static SlipwayException Incomplete(string artifact, string how) => Fail(
        TaskclusterCodes.ArtifactIncomplete,
        $"{artifact} did not arrive whole: {how}",
        "Try again; when it stays, what was stored is damaged, and the task that made it has to run again.");

    public static SlipwayException Changed(string artifact) => Fail(
        TaskclusterCodes.ArtifactIncomplete,
        $"{artifact} is not the same any more as when its download began",
        "Try again: another run of the task may have begun meanwhile.");

    public static SlipwayException Lacking(string artifact) => Fail(
        TaskclusterCodes.ArtifactLacking,
        $"{artifact} is listed by the Queue, and its storage does not have it",
        "Find out who removed it; the task that made it has to run again.");

    public static SlipwayException Mismatch(string artifact) => Fail(
        TaskclusterCodes.HashMismatch,
        $"{artifact} is not what was uploaded: its hash is another one",
        "Do not use it. Somebody or something between has changed it, or the storage is damaged.");

    public static SlipwayException Expands(string artifact, long allowed) => Fail(
        TaskclusterCodes.ArtifactExpands,
        $"{artifact} expands to more than {allowed} bytes, which is out of proportion to what was sent",
        $"Find out who made it. If it is right, allow more by {ExpansionLimit.Variable}, in GiB.");

    public static SlipwayException UnknownEncoding(string artifact, string encoding) => Fail(
        TaskclusterCodes.AnswerInvalid,
        $"{artifact} is stored with the encoding {Display.Text(encoding)}, which is not known",
        "Upload it as it is, or with gzip.");

    public static SlipwayException ContentChanged(string artifact, string how) => Fail(
        TaskclusterCodes.ContentChanged,
        $"{artifact} changed while it was uploaded: {how}",
        "Let nothing write to the file while it is uploaded, and try again.");

    public static SlipwayException NoMethod(string artifact, string why) => Fail(
        TaskclusterCodes.UploadImpossible,
        $"{artifact} cannot be uploaded: {why}",
        "Ask the people who run the deployment which storage its artifacts go to.");

    private static SlipwayException Fail(DiagnosticCode code, string message, string remedy) =>
        new(new Diagnostic(code, message, remedy));
}
