using Slipway.Model.Diagnostics;
using Slipway.Review.References;

namespace Slipway.Application.Files;

/// <summary>A text file that a person named, or standard input, read whole.</summary>
/// <param name="Name">Its path; words for standard input.</param>
/// <param name="Content">The bytes.</param>
public sealed record InputFile(string Name, ReadOnlyMemory<byte> Content)
{
    /// <summary>How a person names standard input.</summary>
    public const string StandardInput = NamedInput.StandardInput;

    // Far above any text that is written by hand or by a generator.
    private const int MaximumSize = 256 * 1024 * 1024;

    /// <param name="names">Paths; <c>-</c> is standard input.</param>
    /// <param name="openStandardInput">Opens standard input, if it is asked for.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="SlipwayException">Every file that cannot be read.</exception>
    public static async Task<IReadOnlyList<InputFile>> ReadAllAsync(
        IReadOnlyCollection<string> names, Func<Stream> openStandardInput, CancellationToken cancellationToken)
    {
        var files = new List<InputFile>();
        var problems = new DiagnosticBag();
        foreach (string name in names)
        {
            try
            {
                files.Add(await ReadAsync(name, openStandardInput, cancellationToken));
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
            {
                problems.Add(new Diagnostic(
                    ResolveCodes.CannotRead,
                    $"{name} cannot be read: {problem.Message}",
                    "Check that it is a file and that it may be read; - is standard input."));
            }
        }

        problems.ThrowIfErrors();
        return files;
    }

    private static async Task<InputFile> ReadAsync(
        string name, Func<Stream> openStandardInput, CancellationToken cancellationToken)
    {
        await using var stream = await NamedInput.OpenAsync(name, openStandardInput, cancellationToken);
        byte[] content = await NamedInput.ReadAsync(stream, MaximumSize, cancellationToken);
        return new InputFile(name == StandardInput ? "standard input" : name, content);
    }
}
