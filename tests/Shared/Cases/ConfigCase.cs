using System.Collections.Immutable;
using System.Text;
using Slipway.Core.Configuration;
using Slipway.Core.Trees;
using Slipway.Dialects;
using Slipway.Model.Diagnostics;
using Slipway.Tests.Trees;

namespace Slipway.Tests.Cases;

/// <summary>Reads a <c>slipway.yml</c> as a test says it.</summary>
internal static class ConfigCase
{
    public static (ConfigReading Reading, ImmutableArray<Diagnostic> Problems) Read(
        string? text, string rootName = "repo") =>
        text is null ? ReadBytes(null, rootName) : ReadBytes(Encoding.UTF8.GetBytes(text), rootName);

    public static (ConfigReading Reading, ImmutableArray<Diagnostic> Problems) ReadBytes(
        ReadOnlyMemory<byte>? content, string rootName = "repo")
    {
        var problems = new DiagnosticBag();
        var reading = ConfigReader.Read(
            content, rootName, KnownDialects.All, new TreeFiles(new InMemorySourceTree(), problems), problems);
        problems.AddRange(reading.Nameless.Select(image => image.Problem));
        problems.AddRange(reading.Images.SelectMany(entry => entry.Problems.ToSorted()));
        return (reading, problems.ToSorted());
    }

    /// <summary>Reads a sound file.</summary>
    public static ConfigReading Sound(string? text, string rootName = "repo")
    {
        var (reading, problems) = Read(text, rootName);
        ProblemAssert.None(problems);
        return reading;
    }

    public static ImmutableArray<Diagnostic> Problems(string text) => Read(text).Problems;

    public static IEnumerable<string> Places(string text) =>
        Problems(text).Select(problem => $"{problem.Code} {problem.Location}");
}
