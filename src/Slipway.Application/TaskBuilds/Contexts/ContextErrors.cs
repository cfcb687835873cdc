using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Application.TaskBuilds.Contexts;

/// <summary>What is wrong with a context that somebody else made.</summary>
internal static class ContextErrors
{
    public static SlipwayException Refused(string what, Exception? exception = null) => new(
        new Diagnostic(
            TaskBuildCodes.ContextRefused,
            $"The build context is refused: {what}",
            "Let the decision task make it again; 'slipway context IMAGE -o FILE' shows what it should be."),
        exception);

    public static SlipwayException TooLarge(string what, long limit) => Refused($"{what} has more than {limit} bytes");

    public static SlipwayException Mismatch(Sha256Digest found, Sha256Digest wanted) => new(new Diagnostic(
        TaskBuildCodes.ContextMismatch,
        $"The build context has the hash {found}, and the task names {wanted}",
        "Do not build it: it is not what the decision task hashed. Run the decision again."));
}
