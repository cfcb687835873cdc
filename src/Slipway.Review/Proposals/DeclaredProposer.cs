using System.Collections.Immutable;
using Slipway.Model.Text;
using Slipway.Model.Values;
using Slipway.Review.Surveys.Builds;

namespace Slipway.Review.Proposals;

/// <summary>Makes images of what bake and compose files declare.</summary>
/// <param name="look">Looks into Dockerfiles.</param>
/// <param name="platform">The platform of the tree.</param>
internal sealed class DeclaredProposer(DockerfileLook look, string platform)
{
    private readonly HashSet<ImageName> _taken = [];
    private readonly List<ImageProposal> _images = [];
    private readonly List<LeftOutBuild> _leftOut = [];

    public (ImmutableArray<ImageProposal> Images, ImmutableArray<LeftOutBuild> LeftOut) Propose(
        ImmutableArray<DeclaredBuild> builds)
    {
        foreach (var build in builds)
        {
            if (WhyNot(build) is { } reason)
            {
                LeaveOut(build, reason);
            }
            else
            {
                Add(build, builds);
            }
        }

        MoveOutOfTheWay();
        CheckContexts();
        return ([.. _images.OrderBy(image => image.Name)], [.. _leftOut]);
    }

    private string? WhyNot(DeclaredBuild build) =>
        build.Refusal
        ?? (look.Exists(build.Context!.Value.Join(build.Dockerfile!.Value))
            ? null
            : $"its Dockerfile {Display.Text(build.Context.Value.Join(build.Dockerfile.Value).Value)} does not exist");

    private void LeaveOut(DeclaredBuild build, string reason) =>
        _leftOut.Add(new LeftOutBuild(build.Name, reason, build.Location));

    private void Add(DeclaredBuild build, ImmutableArray<DeclaredBuild> all)
    {
        int same = _images.FindIndex(image =>
            image.Context == build.Context
            && image.Dockerfile == build.Dockerfile
            && image.Args.SequenceEqual(build.Args)
            && image.Builds[0].Builds.SequenceEqual(build.Builds)
            && image.Builds[0].Others.SequenceEqual(build.Others));
        if (same >= 0)
        {
            _images[same] = _images[same] with
            {
                Builds = _images[same].Builds.Add(build),
                Notes = [.. _images[same].Notes, .. NotesOf(build)],
            };
            return;
        }

        bool isForOther = build.Platforms is [var only] && only != platform;
        _images.Add(new ImageProposal
        {
            Name = ImageNaming.Unique(WantedName(build, all), _taken),
            Context = build.Context!.Value,
            Dockerfile = build.Dockerfile!.Value,
            Args = build.Args,
            Platform = isForOther ? build.Platforms[0] : null,
            Secrets = build.Secrets,
            Notes = NotesOf(build),
            Builds = [build],
        });
    }

    /// <summary>What others call it when it is a context of theirs, because Dockerfiles name it so.</summary>
    private static ImageName WantedName(DeclaredBuild build, ImmutableArray<DeclaredBuild> all)
    {
        var contexts = all
            .Where(other => other.Base == build.Base && other.Tool == build.Tool)
            .SelectMany(other => other.Builds)
            .Where(context => context.Value == build.Name)
            .Select(context => context.Key)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        return contexts is [var one] && ImageName.TryParse(one, out var name)
            ? name
            : ImageNaming.Of($"{build.Base.Value.Replace('/', '-')}-{build.Name}".TrimStart('-'));
    }

    private ImmutableArray<string> NotesOf(DeclaredBuild build)
    {
        var notes = build.Doubts.ToBuilder();
        var file = build.Context!.Value.Join(build.Dockerfile!.Value);
        if (build.Stage is { } stage
            && look.LastStage(file) is var last
            && !string.Equals(stage, last, StringComparison.OrdinalIgnoreCase))
        {
            notes.Add(
                $"{build.Name} is the stage '{Display.Text(stage)}' there, and here the last one"
                + (last is null ? string.Empty : $", '{Display.Text(last)}'"));
        }

        if (build.Platforms.Length > 1)
        {
            notes.Add(
                $"{build.Name} is built for {NameList.Of(build.Platforms, 3)} there, and here for {platform}: an image "
                + "of its own for each other platform would be listed with 'platform:'");
        }

        return notes.ToImmutable();
    }

    /// <summary>
    /// A bare name behind FROM means an image of Docker Hub to these tools, and an image of the tree here. So no image
    /// of the tree may be called like that.
    /// </summary>
    private void MoveOutOfTheWay()
    {
        var named = _images
            .SelectMany(image => look.References(image.DockerfilePath, image.Args)
                .Where(reference => !image.Builds[0].Builds.ContainsKey(reference)))
            .ToHashSet(StringComparer.Ordinal);
        for (int i = 0; i < _images.Count; i++)
        {
            var image = _images[i];
            if (named.Contains(image.Name.Value))
            {
                var name = ImageNaming.Unique(ImageNaming.Of($"{image.Name}-image"), _taken);
                _images[i] = image with
                {
                    Name = name,
                    Notes = image.Notes.Insert(
                        0, $"not called {image.Name}, because a FROM names the {image.Name} of a registry"),
                };
            }
        }
    }

    /// <summary>Leaves out what names a context that it would not get.</summary>
    private void CheckContexts()
    {
        // One that is left out is no context for others.
        for (int before = -1; before != _leftOut.Count;)
        {
            before = _leftOut.Count;
            foreach (var image in _images.ToList())
            {
                if (MissingContext(image) is { } reason)
                {
                    _images.Remove(image);
                    image.Builds.ToList().ForEach(build => LeaveOut(build, reason));
                }
            }
        }
    }

    private string? MissingContext(ImageProposal image)
    {
        var build = image.Builds[0];
        foreach (string reference in look.References(image.DockerfilePath, image.Args))
        {
            if (build.Builds.TryGetValue(reference, out string? other))
            {
                var target = _images.Find(candidate => candidate.Builds.Any(
                    known => known.Name == other && known.Base == build.Base && known.Tool == build.Tool));
                if (target?.Name.Value != reference)
                {
                    return target is null
                        ? $"its Dockerfile names {Display.Text(reference)}, which is the build "
                            + $"{Display.Text(other)}, and that one is left out"
                        : $"its Dockerfile names {Display.Text(reference)}, which is the build "
                            + $"{Display.Text(other)}: write the image's name there, {target.Name}";
                }
            }
            else if (build.Others.TryGetValue(reference, out string? what))
            {
                return $"its Dockerfile names {Display.Text(reference)}, for which a context "
                    + $"{(what.Length > 0 ? Display.Text(what) : "that is not known")} is put in";
            }
        }

        return null;
    }
}
