using System.Text.Encodings.Web;
using System.Text.Json;

namespace U2Video.Cli.Commands.Planning;

/// <summary>Where the tasks of a cluster of containers find the program and the media.</summary>
/// <param name="Image">The image with the program.</param>
/// <param name="Claim">The persistent volume claim with the media.</param>
/// <param name="Place">Where the volume is in the container.</param>
internal sealed record ContainerPlace(string Image, string Claim, string Place);

/// <summary>An indexed Job for the parts, and suspended Jobs that join them. Names are written as JSON, which is YAML too.</summary>
internal static class KubernetesManifest
{
    private const int Retries = 3;

    // A pod's host name is the Job's name and its index, and has 63 letters at most.
    private const int LongestName = 40;

    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the manifest.</summary>
    public static string Write(FarmJob job, ContainerPlace place)
    {
        var name = Name(job.Name);
        var joins = job.Joins.Select((join, i) => (Name: i == 0 ? $"{name}-join" : $"{name}-join-{i + 1}", Command: join)).ToArray();
        return $$"""
            # {{job.Title}}: an indexed Job{{(joins.Length > 0 ? ", and a Job that joins the parts. It waits, suspended" : "")}}.
            #
            #     kubectl apply -f FILE
            {{string.Concat(Releases(name, joins.Select(join => join.Name)))}}#
            # A part that fails is tried again. Failures that would come again (exit codes 2, 3 and 4) end the Job.
            apiVersion: batch/v1
            kind: Job
            metadata:
              name: {{name}}-parts
            spec:
              completionMode: Indexed
              completions: {{job.Parts}}
              parallelism: {{job.Parts}}
              backoffLimit: {{Retries * job.Parts}}
              podFailurePolicy:
                rules:
                  - action: FailJob
                    onExitCodes:
                      containerName: u2video
                      operator: In
                      values: [2, 3, 4]
                  - action: Ignore
                    onPodConditions:
                      - type: DisruptionTarget
                        status: "True"
              template:
            {{Pod(job, place, job.NumberedPart)}}
            """ + string.Concat(joins.Select(join => $$"""
            ---
            apiVersion: batch/v1
            kind: Job
            metadata:
              name: {{join.Name}}
            spec:
              suspend: true
              backoffLimit: {{Retries}}
              template:
            {{Pod(job, place, join.Command)}}
            """));
    }

    private static IEnumerable<string> Releases(string name, IEnumerable<string> joins) => joins.Select((join, i) =>
        (i == 0 ? $"#     kubectl wait --for=condition=complete --timeout=-1s job/{name}-parts\n" : "")
        + $"#     kubectl patch job/{join} --type=merge --patch='{{\"spec\":{{\"suspend\":false}}}}'\n");

    private static string Pod(FarmJob job, ContainerPlace place, IReadOnlyList<string> command) => $$"""
            spec:
              restartPolicy: Never
              containers:
                - name: u2video
                  image: {{Json(place.Image)}}
                  workingDir: {{Json(job.Folder)}}
                  command: {{Json(command.Select(Literal))}}
                  resources:
                    requests:
                      cpu: "{{job.Processors}}"
                  volumeMounts:
                    - name: media
                      mountPath: {{Json(place.Place)}}
              volumes:
                - name: media
                  persistentVolumeClaim:
                    claimName: {{Json(place.Claim)}}

        """;

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, Options);

    // In a command Kubernetes replaces $(NAME), and takes $$ as a $.
    private static string Literal(string word) => word.Replace("$", "$$", StringComparison.Ordinal);

    // Small letters, digits and hyphens, with a letter or digit at both ends.
    private static string Name(string text)
    {
        var letters = text.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-').ToArray();
        var name = new string(letters).Trim('-');
        return (name.Length > LongestName ? name[..LongestName] : name).Trim('-') is { Length: > 0 } usable ? usable : "u2video";
    }
}
