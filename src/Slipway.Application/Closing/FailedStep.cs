using Slipway.Core.Dockerfiles;
using Slipway.Engines.Builds;
using Slipway.Model.Diagnostics;

namespace Slipway.Application.Closing;

/// <summary>Finds the instruction of the step that failed where the builder says its text and no line.</summary>
/// <param name="content">The Dockerfile as the builder got it, but for what is masked anyway.</param>
/// <param name="file">The path of the file that a person has.</param>
/// <param name="origins">The lines of that file.</param>
internal sealed class FailedStep(ReadOnlyMemory<byte> content, string file, LineOrigins origins)
{
    private string? _begun;
    private string? _failed;

    /// <summary>Takes in a line of the builder, as it is shown.</summary>
    public void Read(string line)
    {
        _failed = BuildSteps.Failed(line) ?? _failed;
        _begun = BuildSteps.Begun(line) ?? _begun;
    }

    /// <param name="mask">What is done to lines before they are shown.</param>
    /// <returns>Null when none or several instructions may be it.</returns>
    public SourceLocation? Find(Func<string, string> mask)
    {
        if ((_failed ?? _begun) is not { } said)
        {
            return null;
        }

        string printed = DockerfileSteps.InOneLine(said);
        int[] lines =
        [
            .. DockerfileSteps.Of(content)
                .Where(step => DockerfileSteps.CanBe(DockerfileSteps.InOneLine(mask(step.Text)), printed))
                .Select(step => origins.Of(step.Line))
                .OfType<int>()
                .Distinct()
                .Take(2),
        ];
        return lines is [var line] ? new SourceLocation(file, line) : null;
    }
}
