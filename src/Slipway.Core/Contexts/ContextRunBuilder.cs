using System.Collections.Immutable;
using Slipway.Model.Diagnostics;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Core.Contexts;

/// <summary>Collects the files and the problems of one run.</summary>
public sealed class ContextRunBuilder
{
    private const UnixFileMode SetId = UnixFileMode.SetUser | UnixFileMode.SetGroup;

    private const UnixFileMode AllPermissions = (UnixFileMode)0x1FF;

    private readonly FileNumbers _numbers;
    private readonly List<ContextFile> _files = [];
    private readonly ImmutableArray<ContextProblem>.Builder _problems = ImmutableArray.CreateBuilder<ContextProblem>();

    internal ContextRunBuilder(FileNumbers numbers) => _numbers = numbers;

    public void AddFile(string contextPath, TreeEntry file, UnixFileMode mode)
    {
        if ((file.Mode & SetId) != UnixFileMode.None)
        {
            Add(
                contextPath,
                file.Path,
                ContextCodes.SetIdFile,
                $"'{file.Path}' has the setuid or setgid bit; owned by root in the image, it would run as root",
                $"Take the bit away (chmod ug-s {file.Path}) and set it in the Dockerfile where it is meant.");
            return;
        }

        _files.Add(new ContextFile
        {
            Path = contextPath,
            Mode = mode,
            Source = file,
            Number = _numbers.Next(),
        });
    }

    public void AddLink(string contextPath, TreeEntry link) =>
        _files.Add(new ContextFile
        {
            Path = contextPath,
            Mode = AllPermissions,
            Source = link,
            LinkTarget = link.LinkTarget,
            Number = _numbers.Next(),
        });

    public void AddSpecial(string contextPath, TreeEntry entry) => Add(
        contextPath,
        entry.Path,
        TreeCodes.SpecialFile,
        $"'{entry.Path}' is a device, a socket or a FIFO",
        "Remove it; an archive cannot carry it.");

    public void Add(
        string contextPath,
        RelativePath treePath,
        DiagnosticCode code,
        string message,
        string remedy,
        Severity severity = Severity.Error) =>
        _problems.Add(new ContextProblem(contextPath, treePath, code, message, remedy, severity));

    public void Add(string contextPath, RelativePath treePath, SlipwayException problem)
    {
        foreach (var diagnostic in problem.Diagnostics)
        {
            Add(contextPath, treePath, diagnostic.Code, diagnostic.Message, diagnostic.Remedy);
        }
    }

    internal ContextRun Build()
    {
        var files = _files.ToArray();
        Array.Sort(files, static (a, b) => Utf8Order.Compare(a.Path, b.Path));
        return new ContextRun(files, _problems.ToImmutable());
    }
}
